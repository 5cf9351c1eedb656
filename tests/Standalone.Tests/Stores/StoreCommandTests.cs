using System.Diagnostics;
using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores.Retries;
using Holdfast.Standalone.Tests.Metrics;
using Holdfast.Standalone.Tests.Processes;
using Holdfast.StoreOpening;
using Holdfast.TestServers.Commands;
using Holdfast.TestServers.Postgres;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Holdfast.Standalone.Tests.Stores;

/// <summary>The cluster is gone: the command, the store and the passphrase are all that is left.</summary>
public sealed class StoreCommandTests
{
    private const string Passphrase = "a passphrase that somebody wrote down";

    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task Store_and_passphrase_alone_bring_back_database_and_volume()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE runs (id int PRIMARY KEY, note text); INSERT INTO runs SELECT n, 'run ' || n FROM generate_series(1, 3000) n");
        using var installation = new Installation(database, passphrase: Passphrase);
        Fill(installation);
        var timestamp = await BackUpAsync(installation);
        var tree = await DescribeAsync(installation.Volume);
        Directory.Move(installation.Volume, installation.In("original"));
        Directory.Delete(Path.Combine(installation.Backups, ".holdfast-state"), recursive: true);
        string[] store = ["--store", installation.Backups, "--passphrase-file", installation.PassphraseFile, "--staging", installation.In("")];

        var listed = Assert.Single((await RunAsync(0, ["store", "list", "--json", .. store])).Lines);
        Assert.Equal(("stored_backup", timestamp), ((string)listed["message_type"]!, (string)listed["timestamp"]!));
        Assert.Equal(["db/airflow", "volume/gitserver"], listed["components"]!.AsArray().Select(component => (string)component!["name"]!));
        var verified = (await RunAsync(0, ["store", "verify", "--json", .. store])).Lines;
        Assert.All(verified, component => Assert.True((int)component["packsRead"]! > 0));

        var volume = installation.In("tree");
        await RunAsync(0, ["store", "extract", timestamp, "gitserver", "--to", volume, .. store]);
        Assert.Equal(tree, await DescribeAsync(volume));
        Assert.Equal("", await ToolAsync("diff", "-r", "--no-dereference", installation.In("original"), volume));

        var archive = installation.In("airflow.dump");
        await RunAsync(0, ["store", "extract", "latest", "db/airflow", "--to", archive, .. store]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(archive));
        Assert.Contains("\"encoding\": \"UTF8\"", await File.ReadAllTextAsync(archive + ".facts.json"), StringComparison.OrdinalIgnoreCase);
        var restored = await server.CreateDatabaseAsync();
        await ToolAsync(Path.Combine(server.BinDirectory, "pg_restore"), "--exit-on-error", "--dbname", UriOf(restored), archive);
        Assert.Equal(await SumAsync(database), await SumAsync(restored));
        Assert.Empty(Directory.GetDirectories(installation.In(""), "holdfast-*")); // staging is left as it was
    }

    [Fact]
    public async Task What_cannot_be_done_says_why_with_a_status_of_its_own()
    {
        using var installation = new Installation(passphrase: Passphrase);
        Fill(installation);
        var timestamp = await BackUpAsync(installation);
        await File.WriteAllTextAsync(installation.In("wrong"), "another one");
        Directory.CreateDirectory(installation.In("full"));
        await File.WriteAllTextAsync(Path.Combine(installation.In("full"), "a"), "");
        string[] store = ["--store", installation.Backups];
        string[] open = [.. store, "--passphrase-file", installation.PassphraseFile];

        await SaysAsync(12, "is encrypted. Give its passphrase", ["store", "list", .. store]);
        await SaysAsync(12, "opens none of the 1 key files", ["store", "list", .. store, "--passphrase-file", installation.In("wrong")]);
        await SaysAsync(10, "there are no backups in", ["store", "list", "--store", installation.In("full")]);
        await SaysAsync(10, "There is no repository here", ["store", "list", .. open, "--namespace", "other"]);
        await SaysAsync(2, "the passphrase file cannot be read", ["store", "list", .. store, "--passphrase-file", installation.In("none")]);
        await SaysAsync(2, "there is no backup 2020-01-01t00-00-00", ["store", "verify", "2020-01-01t00-00-00", .. open]);
        await SaysAsync(2, "has no component db/airflow; it has volume/gitserver", ["store", "extract", timestamp, "db/airflow", "--to", installation.In("x"), .. open]);
        await SaysAsync(2, "is there already and not an empty folder", ["store", "extract", timestamp, "gitserver", "--to", installation.In("full"), .. open]);
        await SaysAsync(2, "locationType 'tape' must be local, s3 or azure-blob-storage", ["store", "list"], new() { ["OBJECT_STORE_LOCATION_TYPE"] = "tape" });
        Assert.False(Directory.Exists(installation.In("x")));

        await SaysAsync(2, "--quick is none", ["store", "verify", "--quick", "--metrics", installation.In("metrics.prom"), .. open]);
        var metrics = installation.In("metrics.prom");
        var began = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await RunAsync(0, ["store", "verify", "--metrics", metrics, .. open]);
        var good = new Scrape(await File.ReadAllTextAsync(metrics));
        Assert.Equal(Deployment.OfVerifications, good.Names);
        Assert.Equal((1, 0), (good["holdfast_verification_last_succeeded namespace=app"], good["holdfast_verification_last_problems"]));
        Assert.InRange(good["holdfast_verification_last_success_timestamp_seconds"]!.Value, began, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.InRange(good["holdfast_verification_backup_timestamp_seconds"]!.Value, began - 600, began);

        var pack = Directory.GetFiles(installation.Backups, "0*.pack", SearchOption.AllDirectories).First();
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes);
        Assert.Contains(Path.GetFileName(pack), (await RunAsync(1, ["store", "verify", "--metrics", metrics, .. open])).Output, StringComparison.Ordinal);
        var bad = new Scrape(await File.ReadAllTextAsync(metrics));
        Assert.Equal((0, 1, good[Deployment.OfVerifications[0]]), (bad["holdfast_verification_last_succeeded"], bad["holdfast_verification_last_problems"], bad[Deployment.OfVerifications[0]]));
        await RunAsync(0, ["store", "verify", "--quick", .. open]);
        await SaysAsync(1, Path.GetFileName(pack), ["store", "extract", "latest", "gitserver", "--to", installation.In("damaged"), .. open]);
        await SaysAsync(1, "not all could be brought back", ["store", "extract", "latest", "gitserver", "--to", installation.In("salvaged"), "--salvage", .. open]);
    }

    [Fact]
    public async Task A_bucket_is_read_by_the_environment_that_the_services_know()
    {
        using var installation = new Installation();
        Fill(installation);
        await BackUpAsync(installation);
        var environment = await CopyToBucketAsync(installation);

        Assert.Single((await RunAsync(0, ["store", "list", "--json"], environment)).Lines);
        await RunAsync(0, ["store", "verify"], environment);
        await RunAsync(0, ["store", "extract", "latest", "volume/gitserver", "--to", installation.In("tree")], environment);

        Assert.Equal(await DescribeAsync(installation.Volume), await DescribeAsync(installation.In("tree")));
        environment["AWS_S3_ENDPOINT"] = "http://127.0.0.1:1";
        Assert.Equal(3, (await HoldfastCommand.RunAsync(environment, ["store", "list"])).Status);
    }

    /// <summary>What a volume may hold, and a file larger than a chunk.</summary>
    private static void Fill(Installation installation)
    {
        installation.Write("repo/HEAD", "ref: refs/heads/main\n");
        installation.Write("repo/objects/large", string.Concat(Enumerable.Range(0, 400_000).Select(number => $"{number} ")));
        Directory.CreateDirectory(Path.Combine(installation.Volume, "empty"));
        File.CreateSymbolicLink(Path.Combine(installation.Volume, "link"), "repo/HEAD");
        File.SetUnixFileMode(Path.Combine(installation.Volume, "repo/HEAD"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(Path.Combine(installation.Volume, "repo/HEAD"), new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc));
    }

    private static async Task<string> BackUpAsync(Installation installation)
    {
        await using var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        var (timestamp, status) = await standalone.BackUpAsync();
        Assert.Equal("Success", status);
        await standalone.StopAsync();
        return timestamp;
    }

    private static async Task<Dictionary<string, string>> CopyToBucketAsync(Installation installation)
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        var bucket = $"t{Guid.NewGuid():N}";
        var options = new ObjectStoreOptions
        {
            LocationType = "s3",
            Aws = { AccessKey = server.AccessKey, SecretKey = server.SecretKey, S3 = { BucketName = bucket, Endpoint = $"{server.Endpoint}", ForcePathStyle = true } },
        };
        var store = ConfiguredStore.Open(options, TimeProvider.System, NullLogger<RetryingStore>.Instance);
        await store.Prepare(default);
        foreach (var file in Directory.GetFiles(Path.Combine(installation.Backups, "app"), "*", SearchOption.AllDirectories))
        {
            await store.Objects.PutIfAbsentAsync(Path.GetRelativePath(installation.Backups, file), await File.ReadAllBytesAsync(file), default);
        }

        return new()
        {
            ["OBJECT_STORE_LOCATION_TYPE"] = "s3",
            ["AWS_S3_BUCKET_NAME"] = bucket,
            ["AWS_S3_ENDPOINT"] = $"{server.Endpoint}",
            ["AWS_S3_FORCE_PATH_STYLE"] = "true",
            ["AWS_ACCESS_KEY"] = server.AccessKey,
            ["AWS_SECRET_KEY"] = server.SecretKey,
        };
    }

    private static async Task<HoldfastCommand.Ended> RunAsync(int status, IEnumerable<string> arguments, Dictionary<string, string>? environment = null)
    {
        var ended = await HoldfastCommand.RunAsync(environment ?? Nothing, arguments);
        Assert.True(ended.Status == status, $"{ended.Status}: {ended.Output}{ended.Errors}");
        return ended;
    }

    private static async Task SaysAsync(int status, string text, IEnumerable<string> arguments, Dictionary<string, string>? environment = null) =>
        Assert.Contains(text, (await RunAsync(status, arguments, environment)).Errors, StringComparison.Ordinal);

    /// <summary>Everything but the content: kinds, modes, owners, times, targets of links.</summary>
    private static async Task<string> DescribeAsync(string folder) =>
        string.Join('\n', (await ToolAsync("find", folder, "-printf", "%P %y %m %U %G %T@ %l\n")).Split('\n').Order(StringComparer.Ordinal));

    private static async Task<string> ToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {string.Concat(said)}");
        return said[0];
    }

    private static string UriOf(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{parts.Username}:{parts.Password}@{parts.Host}:{parts.Port}/{parts.Database}";
    }

    private static async Task<string> SumAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT md5(string_agg(id || note, ',' ORDER BY id)) FROM runs", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
