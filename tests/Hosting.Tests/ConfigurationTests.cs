using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Holdfast.Hosting.Tests;

public class ConfigurationTests
{
    private const string Document = """
        {
          // comments and trailing commas are fine
          "Platform": {
            "Namespace": "app",
            "Databases": [ { "Name": "airflow", "ConnectionString": "Host=db;Database=Air Flow" } ],
            "Volumes": [ { "Name": "gitserver", "Path": "/data/git" } ],
          },
          "ObjectStore": { "locationType": "s3", "aws": { "s3": { "bucketName": "b", "forcePathStyle": "true" } } },
          "Backup": { "backupRetentionCount": "7", "enableRegularBackups": "true" },
        }
        """;

    [Fact]
    public void The_named_file_is_read()
    {
        using var host = Build(Document);

        var platform = host.Services.GetRequiredService<IOptions<PlatformOptions>>().Value;
        Assert.Equal(("airflow", "Host=db;Database=Air Flow"), (platform.Databases.Single().Name, platform.Databases.Single().ConnectionString));
        Assert.Equal("/data/git", platform.Volumes.Single().Path);
        var store = host.Services.GetRequiredService<IOptions<ObjectStoreOptions>>().Value;
        Assert.Equal(("s3", "b", true, "/backup"), (store.LocationType, store.Aws.S3.BucketName, store.Aws.S3.ForcePathStyle, store.LocalLocation));
        var backup = host.Services.GetRequiredService<IOptions<BackupOptions>>().Value;
        Assert.Equal((7, true, "0 0 0 * * *"), (backup.BackupRetentionCount, backup.EnableRegularBackups, backup.BackupFrequency));
    }

    [Fact]
    public void The_command_line_overrides_the_file()
    {
        using var host = Build(Document, "--Platform:Namespace", "other");

        Assert.Equal("other", host.Services.GetRequiredService<IOptions<PlatformOptions>>().Value.Namespace);
    }

    [Fact]
    public void The_known_environment_variables_are_settings()
    {
        var settings = EnvironmentNames.Read(name => name switch
        {
            "BACKUP_RETENTION_COUNT" => "5",
            "AWS_S3_BUCKET_NAME" => "bucket",
            "AWS_S3_REGION" => "",
            _ => null,
        });

        Assert.Equal([("Backup:backupRetentionCount", "5"), ("ObjectStore:aws:s3:bucketName", "bucket")], settings.Select(setting => (setting.Key, setting.Value)));
    }

    [Fact]
    public void Files_of_the_secrets_folder_are_settings()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-secrets-").FullName;
        try
        {
            // As Kubernetes mounts them: links into a folder that is itself reached through a link.
            Directory.CreateDirectory(Path.Combine(folder, "..2026", "more"));
            File.CreateSymbolicLink(Path.Combine(folder, "..data"), "..2026");
            foreach (var (name, text) in ((string, string)[])[("Platform__Databases__0__ConnectionString", "Host=secret\n"), ("AWS_S3_BUCKET_NAME", "theirs\r\n"), ("Platform__Namespace", " odd ")])
            {
                File.WriteAllText(Path.Combine(folder, "..2026", name), text);
                File.CreateSymbolicLink(Path.Combine(folder, name), $"..data/{name}");
            }

            using var host = Build(Document, "--secrets", folder, "--Platform:Namespace", "told");

            var platform = host.Services.GetRequiredService<IOptions<PlatformOptions>>().Value;
            Assert.Equal(("airflow", "Host=secret", "told"), (platform.Databases.Single().Name, platform.Databases.Single().ConnectionString, platform.Namespace));
            Assert.Equal("theirs", host.Services.GetRequiredService<IOptions<ObjectStoreOptions>>().Value.Aws.S3.BucketName);
            Assert.Equal(" odd ", SecretsFolder.Read(folder).Single(setting => setting.Key == "Platform:Namespace").Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_secrets_folder_that_does_not_exist_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => Host.CreateEmptyApplicationBuilder(null).AddHoldfastConfiguration(["--secrets", "/nowhere/secrets"]));

    [Fact]
    public void A_file_that_does_not_exist_is_an_error() =>
        Assert.Throws<FileNotFoundException>(() => Host.CreateEmptyApplicationBuilder(null).AddHoldfastConfiguration(["--config", "/nowhere/holdfast.json"]));

    [Fact]
    public async Task A_wrong_configuration_is_refused_with_every_problem_and_no_secret()
    {
        using var host = Build("""
            {
              "Platform": {
                "Namespace": "App!",
                "Databases": [ { "Name": "a/b", "ConnectionString": "Host=x;Password=hunter2" }, { "Name": "c" }, { "Name": "c", "ConnectionString": "x" } ],
                "Volumes": [ { "Name": "v", "Path": "relative" } ]
              },
              "Bus": { "Transport": "RabbitMq", "Url": "hunter2" },
              "Backup": { "backupFrequency": "every day", "backupRetentionCount": 0 },
              "ObjectStore": { "locationType": "tape" }
            }
            """);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        var text = error.ToString();
        Assert.All(
            [
                "Platform:Namespace 'App!'", "Databases:0:Name 'a/b'", "Databases:1:ConnectionString is empty", "has 'c' twice", "Volumes:0:Path 'relative'",
                "Bus:Url must be", "backupFrequency 'every day'", "backupRetentionCount 0", "locationType 'tape'",
            ],
            problem => Assert.Contains(problem, text, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    private static IHost Build(string document, params string[] args)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, document);
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.AddHoldfastConfiguration(["--config", file, .. args]);
            builder.AddPlatformOptions();
            builder.AddObjectStoreOptions();
            builder.AddBackupOptions();
            builder.AddCheckedOptions<BusOptions, BusOptionsValidator>(BusOptions.Section);
            return builder.Build();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
