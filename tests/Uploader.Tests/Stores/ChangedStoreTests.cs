using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Settings;
using Holdfast.Contracts.Storage;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Secrets;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Settings;
using Holdfast.TestServers.Databases;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Holdfast.Uploader.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Uploader.Tests.Stores;

/// <summary>A document moves the store while uploaders run: from the next operation on, and for all of them.</summary>
public sealed class ChangedStoreTests : IDisposable
{
    private const string First = "2026-01-01t00-00-00";
    private const string Second = "2026-01-02t00-00-00";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-changed-").FullName;

    public static TheoryData<string> Providers => new(FreshDatabase.Providers);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_operation_keeps_its_store_and_the_next_one_takes_the_new(string provider)
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        var settings = await SettingsAsync(provider);
        await using var platform = await TestPlatform.StartAsync(settings: settings);
        await using var other = await TestPlatform.StartAsync(settings: settings, location: platform.StoreFolder);
        var bytes = Bytes.Random(300_000);
        var before = await BeginAsync(platform, First, version: 0);
        var snapshot = await platform.Worker.BackUpAsync(before, First, Worker.Stream, bytes);

        var secret = await MoveAsync(platform, 1, server, $"t{Guid.NewGuid():N}");
        Assert.IsType<BackupCommitted>(await other.SendAsync(Queues.Uploader, Commands.Commit(before, First, snapshot)));
        Assert.Contains($"{First}/manifest.json", platform.Objects());

        var after = await BeginAsync(platform, Second, version: 1);
        var moved = await other.Worker.BackUpAsync(after, Second, Worker.Stream, bytes, snapshot); // a parent that is not there is no use, and no harm
        Assert.IsType<BackupCommitted>(await platform.SendAsync(Queues.Uploader, Commands.Commit(after, Second, moved)));
        Assert.DoesNotContain(platform.Objects(), key => key.StartsWith(Second, StringComparison.Ordinal));

        foreach (var each in (TestPlatform[])[platform, other])
        {
            Assert.IsType<BackupFound>(await each.SendAsync(Queues.Uploader, Commands.Find(First)));
            Assert.IsType<BackupFound>(await each.SendAsync(Queues.Uploader, Commands.Find(Second)));
            var listed = Assert.IsType<BackupListing>(await each.AskAsync<ListBackups, BackupListing>(new ListBackups { Namespace = "app" }));
            Assert.Equal([Second], listed.Backups.Select(backup => backup.Timestamp));
        }

        Assert.Equal(bytes, await platform.Worker.RestoreAsync(moved));
        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Delete(First)));
        Assert.DoesNotContain($"{First}/manifest.json", platform.Objects());
        Assert.Equal(bytes, await other.Worker.RestoreAsync(moved));
        Assert.StartsWith("sealed:1:", secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_keys_for_the_same_bucket_count_for_operations_that_run()
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        await using var platform = await TestPlatform.StartAsync(settings: await SettingsAsync("Sqlite"));
        var bucket = $"t{Guid.NewGuid():N}";
        await MoveAsync(platform, 1, server with { SecretKey = "revoked" }, bucket);
        var operation = await BeginAsync(platform, First, version: 1);
        var refused = Assert.IsType<StorageFailed>(await platform.AskAsync<ListObjects, ObjectListing>(List(operation)));
        Assert.DoesNotContain("revoked", refused.Reason, StringComparison.Ordinal);

        await MoveAsync(platform, 2, server, bucket);

        Assert.IsType<ObjectListing>(await platform.AskAsync<ListObjects, ObjectListing>(List(operation)));
    }

    [Fact]
    public async Task A_wrong_key_is_an_answer_in_words()
    {
        var settings = await SettingsAsync("Sqlite");
        await using var platform = await TestPlatform.StartAsync(settings: settings);
        await MoveAsync(platform, 1, new S3Server("none", new Uri("http://127.0.0.1:1"), "a", "s"), "b");
        File.WriteAllText(settings["Secrets:KeyFile"]!, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        var failed = Assert.IsType<StorageFailed>(await platform.AskAsync<ListBackups, BackupListing>(new ListBackups { Namespace = "app" }));

        Assert.Contains("was sealed with the key", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_candidate_is_tried_and_what_is_wrong_is_told()
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        await using var platform = await TestPlatform.StartAsync(settings: await SettingsAsync("Sqlite"));

        var good = await TryAsync(platform, server);
        var wrong = await TryAsync(platform, server with { SecretKey = "wrong" });
        var away = await TryAsync(platform, server with { Endpoint = new Uri("http://127.0.0.1:1") });
        var own = Assert.IsType<ObjectStoreTested>(await platform.AskAsync<TestObjectStore, ObjectStoreTested>(new TestObjectStore { Namespace = "app" }));

        Assert.True(good.Usable, good.Message);
        Assert.False(wrong.Usable, wrong.Message);
        Assert.DoesNotContain("'wrong'", wrong.Message, StringComparison.Ordinal);
        Assert.False(away.Usable, away.Message);
        Assert.Contains("refuses the connection", away.Message, StringComparison.Ordinal);
        Assert.True(own.Usable, own.Message);
        Assert.Equal($"file://{platform.StoreFolder}", own.Location);
    }

    private static ListObjects List(Guid operation) => new() { OperationId = operation, Namespace = "app", Prefix = "keys/" };

    private static async Task<ObjectStoreTested> TryAsync(TestPlatform platform, S3Server server) => Assert.IsType<ObjectStoreTested>(
        await platform.AskAsync<TestObjectStore, ObjectStoreTested>(
            new TestObjectStore { Namespace = "app", Candidate = StoredDocument.Write(Values(platform, server, $"t{Guid.NewGuid():N}")) }));

    private static Dictionary<string, string> Values(TestPlatform platform, S3Server server, string bucket)
    {
        var secrets = platform.Services.GetRequiredService<SecretBox>();
        return new()
        {
            ["locationType"] = "s3",
            ["aws.accessKey"] = secrets.Seal("objectStoreConfig/aws.accessKey", server.AccessKey),
            ["aws.secretKey"] = secrets.Seal("objectStoreConfig/aws.secretKey", server.SecretKey),
            ["aws.s3.bucketName"] = bucket,
            ["aws.s3.endpoint"] = server.Endpoint.ToString(),
            ["aws.s3.forcePathStyle"] = "true",
        };
    }

    private async Task<Dictionary<string, string?>> SettingsAsync(string provider)
    {
        var key = Path.Join(_folder, "secrets.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Stop);
        return new()
        {
            ["State:Provider"] = provider,
            ["State:ConnectionString"] = await FreshDatabase.CreateAsync(provider, Stop),
            ["Secrets:KeyFile"] = key,
        };
    }

    /// <returns>The secret key as it is stored.</returns>
    private static async Task<string> MoveAsync(TestPlatform platform, int version, S3Server server, string bucket)
    {
        var values = Values(platform, server, bucket);
        await using var db = await platform.Services.GetRequiredService<IDbContextFactory<HoldfastDb>>().CreateDbContextAsync(Stop);
        db.Add(new DocumentVersion
        {
            Document = Document.ObjectStore.Name,
            Version = version,
            Values = JsonSerializer.Serialize(values),
            Changes = "[]",
            By = "test",
            From = "",
        });
        await db.SaveChangesAsync(Stop);
        return values["aws.secretKey"];
    }

    /// <summary>Notes an operation as the scheduler does.</summary>
    private static async Task<Guid> BeginAsync(TestPlatform platform, string timestamp, int version)
    {
        var operation = Guid.NewGuid();
        await using var db = await platform.Services.GetRequiredService<IDbContextFactory<HoldfastDb>>().CreateDbContextAsync(Stop);
        db.Add(new BackupState { CorrelationId = operation, Namespace = "app", Timestamp = timestamp, StoreVersion = version });
        db.Add(new BackupEntry { Namespace = "app", Timestamp = timestamp, OperationId = operation, StoreVersion = version });
        await db.SaveChangesAsync(Stop);
        return operation;
    }
}
