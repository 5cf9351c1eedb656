using Holdfast.Contracts;
using Holdfast.Contracts.Auditing;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.Auditing;

/// <summary>Parts of the audit log in a real directory.</summary>
public sealed class AuditObjectTests
{
    private static readonly AuditBatch First = new() { Id = Guid.Parse("0a1b2c3d-0000-0000-0000-000000000001"), At = new DateTimeOffset(2026, 1, 1, 1, 2, 3, TimeSpan.Zero) };

    private static readonly string FirstKey = "audit/2026-01-01t01-02-03-0a1b2c3d000000000000000000000001.jsonl";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_is_stored_once_and_never_changed()
    {
        await using var platform = await TestPlatform.StartAsync();
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal(FirstKey, Assert.IsType<AuditLogStored>(await StoreAsync(platform, "{\"a\":1}\n")).Key);
        }

        Assert.True(Assert.IsType<StorageFailed>(await StoreAsync(platform, "{\"a\":2}\n")).Conflict);
        Assert.Equal("{\"a\":1}\n", await File.ReadAllTextAsync(platform.PathOf(FirstKey), Stop));
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("app/2026-01-01t00-00-00")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(".holdfast-staging")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public async Task No_namespace_leads_out_of_the_store(string name)
    {
        await using var platform = await TestPlatform.StartAsync();
        var before = Directory.GetFiles(platform.Folder, "*", SearchOption.AllDirectories);
        var refused = Assert.IsType<StorageFailed>(await platform.AskAsync<StoreAuditLog, AuditLogStored>(
            new StoreAuditLog { Namespace = name, Batch = First, Lines = "{}\n" }));
        Assert.False(refused.Retryable);
        Assert.Equal(before, Directory.GetFiles(platform.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Retention_neither_takes_the_audit_log_nor_doubts_the_store_for_it()
    {
        await using var platform = await TestPlatform.StartAsync();
        var first = await platform.BackUpAsync("2026-01-01t00-00-00", Bytes.Random(5000));
        await platform.BackUpAsync("2026-01-02t00-00-00", Bytes.Random(5000, seed: 2), first);
        await StoreAsync(platform, "{}\n");
        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep("2026-01-03t00-00-00", "2026-01-01t00-00-00")));
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.NextEventAsync()).Problem);
        Assert.True(File.Exists(platform.PathOf(FirstKey)));

        Assert.IsType<AuditLogRemoved>(await platform.AskAsync<RemoveAuditLog, AuditLogRemoved>(
            new RemoveAuditLog { Namespace = TestPlatform.Namespace, Batches = [First, First with { Id = Guid.NewGuid() }] }));
        Assert.False(File.Exists(platform.PathOf(FirstKey)));
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep("2026-01-03t00-00-00"))).Problem);
    }

    private static Task<object> StoreAsync(TestPlatform platform, string lines) => platform.AskAsync<StoreAuditLog, AuditLogStored>(
        new StoreAuditLog { Namespace = TestPlatform.Namespace, Batch = First, Lines = lines });
}
