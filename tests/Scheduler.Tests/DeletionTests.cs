using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Runs;
using Holdfast.Scheduler.Deletion;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Backups;
using Holdfast.TestServers.Conditions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class DeletionTests
{
    public static TheoryData<string> Providers => TestPlatform.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_deleted_backup_leaves_store_and_list(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two);
        var (first, second) = (await BackedUpAsync(platform), await BackedUpAsync(platform));

        Assert.IsType<BackupDeleted>(await platform.DeleteAsync(first));

        Assert.Equal([second], await platform.ListedAsync());
        Assert.Equal([$"app/{second}"], platform.World.Manifests.Keys);
        Assert.IsType<BackupDeleted>(await platform.DeleteAsync(first)); // once more does no harm
    }

    [Fact]
    public async Task A_backup_that_a_running_one_builds_on_stays()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two);
        var parent = await BackedUpAsync(platform);
        platform.World.HangAt(_ => true);
        var running = await platform.BackupAsync();

        foreach (var timestamp in new[] { parent, running.Timestamp })
        {
            var rejected = Assert.IsType<BackupDeletionRejected>(await platform.DeleteAsync(timestamp));
            Assert.Equal(RejectionCode.Ongoing, rejected.Code);
            Assert.StartsWith("backup/restore operation ongoing with ", rejected.Reason, StringComparison.Ordinal);
        }

        Assert.Equal([parent, running.Timestamp], await platform.ListedAsync());
    }

    [Fact]
    public async Task A_backup_that_is_being_restored_stays()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two);
        var timestamp = await BackedUpAsync(platform);
        platform.World.HangAt(run => run.Step == RunStep.Prepare);
        await platform.RestoreAsync(timestamp);

        Assert.IsType<BackupDeletionRejected>(await platform.DeleteAsync(timestamp));
    }

    [Fact]
    public async Task A_backup_that_the_store_keeps_stays_a_success()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two);
        var timestamp = await BackedUpAsync(platform);
        platform.World.Stuck = true;

        var rejected = Assert.IsType<BackupDeletionRejected>(await platform.DeleteAsync(timestamp));

        Assert.Equal((RejectionCode.Failed, "access denied"), (rejected.Code, rejected.Reason));
        Assert.Equal(BackupStatus.Success, await platform.QueryAsync(db => db.BackupEntries.Select(entry => entry.Status).SingleAsync()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Retention_keeps_the_newest_successes(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, settings: new Dictionary<string, string?>
        {
            ["Backup:enableRegularBackups"] = "true",
            ["Backup:backupRetentionCount"] = "2",
        });
        await Eventually.TrueAsync(() => platform.World.Sweeps.Count == 1, "the backup at start and its sweep have run");
        var timestamps = (await platform.ListedAsync()).ToList();
        for (var i = 1; i < 4; i++)
        {
            timestamps.Add(await BackedUpAsync(platform));
            await Eventually.TrueAsync(() => platform.World.Sweeps.Count == i + 1, "the sweep has run");
        }

        await Eventually.TrueAsync(async () => (await platform.ListedAsync()).SequenceEqual(timestamps[2..]), "only two are left");
        Assert.Equal(timestamps[2..].Select(timestamp => $"app/{timestamp}"), platform.World.Manifests.Keys.Order());
    }

    [Fact]
    public async Task Without_regular_backups_nothing_expires()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, settings: new Dictionary<string, string?>
        {
            ["Backup:backupRetentionCount"] = "1",
        });
        await BackedUpAsync(platform);
        await BackedUpAsync(platform);

        await platform.UntilAsync(async db => await db.Inbox.AnyAsync() && !await db.Outbox.AnyAsync(), "everything is sent");
        Assert.Empty(platform.World.Sweeps);
        Assert.Equal(2, (await platform.ListedAsync()).Count);
    }

    [Fact]
    public void Failures_and_pinned_backups_neither_count_nor_expire()
    {
        BackupEntry Entry(int day, BackupStatus status = BackupStatus.Success, bool pinned = false) =>
            new() { Namespace = "app", Timestamp = $"2023-01-{day:00}t00-00-00", Status = status, Pinned = pinned };

        var expired = Retention.Expired([Entry(1, pinned: true), Entry(2), Entry(3), Entry(4, BackupStatus.Failed), Entry(5), Entry(6, BackupStatus.Deleting)], keep: 2);

        Assert.Equal(["2023-01-02t00-00-00"], expired.Select(entry => entry.Timestamp));
    }

    [Fact]
    public void The_last_success_never_expires()
    {
        var only = new BackupEntry { Namespace = "app", Timestamp = "2023-01-01t00-00-00", Status = BackupStatus.Success };

        Assert.Empty(Retention.Expired([only], keep: 0));
    }

    private static async Task<string> BackedUpAsync(TestPlatform platform)
    {
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        return accepted.Timestamp;
    }
}
