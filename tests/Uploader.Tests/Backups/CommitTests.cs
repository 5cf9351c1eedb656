using Holdfast.Contracts;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;
using Holdfast.FaultyStores.Faults;
using Holdfast.Messaging;
using Holdfast.ObjectStores.Retries;
using Holdfast.TestServers.Conditions;
using Holdfast.Uploader.Tests.Platform;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Uploader.Tests.Backups;

/// <summary>A manifest is written only when all that the backup needs is there, and only once.</summary>
public sealed class CommitTests
{
    private const string Timestamp = "2026-01-01t00-00-00";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("00001.pack")]
    [InlineData("c00001.pack")]
    [InlineData("snapshot.json")]
    public async Task A_missing_object_fails_the_commit(string name)
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = await BackUpAsync(platform);
        var key = platform.Objects().Single(key => key.EndsWith("/" + name, StringComparison.Ordinal));
        File.Delete(platform.PathOf(key));
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), Timestamp, snapshot), key, "not in the store");
    }

    [Fact]
    public async Task A_pack_that_was_cut_short_fails_the_commit()
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = await BackUpAsync(platform);
        var key = platform.Objects().First(key => key.EndsWith(".pack", StringComparison.Ordinal));
        await using (var file = File.OpenWrite(platform.PathOf(key)))
        {
            file.SetLength(100);
        }

        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), Timestamp, snapshot), key, "with 100 bytes");
    }

    [Fact]
    public async Task A_pack_of_an_earlier_backup_is_looked_for_too()
    {
        await using var platform = await TestPlatform.StartAsync();
        var content = Bytes.Random(300_000);
        var first = await platform.BackUpAsync(Timestamp, content);
        var second = await platform.Worker.BackUpAsync(Guid.NewGuid(), "2026-01-02t00-00-00", Worker.Stream, content, first.Components[0]);
        var key = platform.Objects().First(key => key.StartsWith(Timestamp, StringComparison.Ordinal) && key.EndsWith("00003.pack", StringComparison.Ordinal));
        File.Delete(platform.PathOf(key));
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), "2026-01-02t00-00-00", second), key, "not in the store");
    }

    [Fact]
    public async Task A_snapshot_with_another_hash_fails_the_commit()
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = await BackUpAsync(platform) with { SnapshotSha256 = new string('0', 64) };
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), Timestamp, snapshot), snapshot.SnapshotKey, "its hash differs");
    }

    [Fact]
    public async Task A_snapshot_of_another_backup_or_component_fails_the_commit()
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = await BackUpAsync(platform);
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), "2026-01-02t00-00-00", snapshot), snapshot.SnapshotKey, "is not a snapshot of");
        var renamed = snapshot with { Component = ComponentId.Database("gitea") };
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), Timestamp, renamed), snapshot.SnapshotKey, "is not a snapshot of");
    }

    [Fact]
    public async Task A_backup_of_nothing_is_not_committed()
    {
        await using var platform = await TestPlatform.StartAsync();
        await BackUpAsync(platform);
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), Timestamp), "", "no component");
    }

    [Fact]
    public async Task A_request_that_comes_too_late_writes_nothing()
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = await BackUpAsync(platform);
        var late = Commands.Commit(Guid.NewGuid(), Timestamp, snapshot) with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) };
        await RefusedAsync(platform, late, "", "given up");
    }

    [Fact]
    public async Task A_commit_ends_when_the_operation_is_given_up_though_the_store_does_not_answer()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        Fault? fault = null;
        await using var platform = await TestPlatform.StartAsync(
            clock: clock,
            wrap: store =>
            {
                var faulty = new FaultyStore(store);
                fault = faulty.Add(new Fault(StoreCalls.Put, FaultEffect.FailBefore) { Matches = key => key.EndsWith("manifest.json", StringComparison.Ordinal) });
                return new RetryingStore(faulty, new RetryOptions { Attempts = int.MaxValue }, clock, NullLogger<RetryingStore>.Instance);
            });
        var snapshot = await BackUpAsync(platform);
        var commit = Commands.Commit(Guid.NewGuid(), Timestamp, snapshot) with { ExpiresAt = clock.GetUtcNow().AddMinutes(10) };
        await platform.Bus.SendCommandAsync(Queues.Uploader, commit, Stop);
        await Eventually.TrueAsync(() => fault!.Fired > 0, "the store fails");
        clock.Advance(TimeSpan.FromMinutes(11));
        var failed = Assert.IsType<BackupCommitFailed>(await platform.NextEventAsync());
        Assert.Contains("did not answer before", failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Timestamp}/manifest.json", platform.Objects());
    }

    [Fact]
    public async Task The_same_commit_again_counts_as_done_and_changes_nothing()
    {
        await using var platform = await TestPlatform.StartAsync();
        var commit = Commands.Commit(Guid.NewGuid(), Timestamp, await BackUpAsync(platform));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => platform.Bus.SendCommandAsync(Queues.Uploader, commit, Stop)));
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<BackupCommitted>(await platform.NextEventAsync());
        }

        var manifest = await File.ReadAllBytesAsync(platform.PathOf($"{Timestamp}/manifest.json"), Stop);
        Assert.IsType<BackupCommitted>(await platform.SendAsync(Queues.Uploader, commit));
        Assert.Equal(manifest, await File.ReadAllBytesAsync(platform.PathOf($"{Timestamp}/manifest.json"), Stop));
    }

    [Fact]
    public async Task Another_backup_of_the_same_timestamp_is_refused()
    {
        await using var platform = await TestPlatform.StartAsync();
        var first = await platform.BackUpAsync(Timestamp, Bytes.Random(1000));
        var manifest = await File.ReadAllBytesAsync(platform.PathOf($"{Timestamp}/manifest.json"), Stop);
        var other = await BackUpAsync(platform);
        var failed = Assert.IsType<BackupCommitFailed>(await platform.SendAsync(Queues.Uploader, Commands.Commit(Guid.NewGuid(), Timestamp, other)));
        Assert.Contains("already has another backup", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(manifest, await File.ReadAllBytesAsync(platform.PathOf($"{Timestamp}/manifest.json"), Stop));
        Assert.NotEqual(first.Components[0], other);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_done_when_it_is_asked_again()
    {
        await using var platform = await TestPlatform.StartAsync(wrap: store =>
        {
            var faulty = new FaultyStore(store);
            faulty.Add(new Fault(StoreCalls.Put, FaultEffect.FailAfter) { IsTransient = false, Times = 1, Matches = key => key.EndsWith("manifest.json", StringComparison.Ordinal) });
            return faulty;
        });
        var commit = Commands.Commit(Guid.NewGuid(), Timestamp, await BackUpAsync(platform));
        Assert.IsType<BackupCommitFailed>(await platform.SendAsync(Queues.Uploader, commit));
        Assert.IsType<BackupCommitted>(await platform.SendAsync(Queues.Uploader, commit));
    }

    [Fact]
    public async Task A_namespace_without_repository_gets_no_manifest()
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = await BackUpAsync(platform);
        File.Delete(platform.PathOf("repository.json"));
        await RefusedAsync(platform, Commands.Commit(Guid.NewGuid(), Timestamp, snapshot), "repository.json", "missing");
    }

    [Fact]
    public async Task A_damaged_manifest_is_not_taken_for_a_missing_one()
    {
        await using var platform = await TestPlatform.StartAsync();
        await platform.BackUpAsync(Timestamp, Bytes.Random(1000));
        await platform.BackUpAsync("2026-01-02t00-00-00", Bytes.Random(1000));
        await File.WriteAllTextAsync(platform.PathOf($"{Timestamp}/manifest.json"), "{", Stop);
        var unread = Assert.IsType<BackupNotFound>(await platform.SendAsync(Queues.Uploader, Commands.Find(Timestamp)));
        Assert.False(unread.Missing);
        Assert.Contains("manifest.json", unread.Reason, StringComparison.Ordinal);
        var listing = Assert.IsType<BackupListing>(await platform.AskAsync<ListBackups, BackupListing>(new ListBackups { Namespace = "app" }));
        Assert.Equal("2026-01-02t00-00-00", Assert.Single(listing.Backups).Timestamp);
    }

    private static Task<ComponentSnapshot> BackUpAsync(TestPlatform platform) =>
        platform.Worker.BackUpAsync(Guid.NewGuid(), Timestamp, Worker.Stream, Bytes.Random(50_000));

    private static async Task RefusedAsync(TestPlatform platform, CommitBackup commit, string about, string why)
    {
        var failed = Assert.IsType<BackupCommitFailed>(await platform.SendAsync(Queues.Uploader, commit));
        Assert.Contains(about, failed.Reason, StringComparison.Ordinal);
        Assert.Contains(why, failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain($"{commit.Timestamp}/manifest.json", platform.Objects());
    }
}
