using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Retention;
using Holdfast.Contracts.Runs;
using Holdfast.Scheduler.Deletion;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Backups;
using Holdfast.TestServers.Conditions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
        RetentionCandidate Entry(int day, BackupStatus status = BackupStatus.Success, bool pinned = false) => new($"2023-01-{day:00}t00-00-00", status, pinned);

        var decisions = Retention.Decide(
            [Entry(1, pinned: true), Entry(2), Entry(3), Entry(4), Entry(5, BackupStatus.Failed), Entry(6), Entry(7, BackupStatus.Ongoing)],
            new RetentionRule(2),
            new HashSet<string> { "2023-01-03t00-00-00" });

        Assert.Equal(["2023-01-02t00-00-00"], decisions.Where(decision => decision.Expires).Select(decision => decision.Timestamp));
        Assert.Equal(
            [
                "it is pinned: it stays and does not count",
                "3 newer ones succeeded, and 2 are to be kept",
                "a running operation uses it",
                "it is number 2 of the newest 2 to keep",
                "it failed: it does not count, and what it left in the store goes a day later",
                "it is the newest",
                "it is being made",
            ],
            decisions.Select(decision => decision.Reason));
    }

    [Fact]
    public void The_last_success_never_expires() =>
        Assert.False(Assert.Single(Retention.Decide([new("2023-01-01t00-00-00", BackupStatus.Success, false)], new RetentionRule(0), new HashSet<string>())).Expires);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Retention_runs_on_request_and_a_dry_run_changes_nothing(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(
            provider, TestPlatform.Two, settings: new Dictionary<string, string?> { ["Backup:backupRetentionCount"] = "1" });
        var (first, pinned, last) = (await BackedUpAsync(platform), await BackedUpAsync(platform), await BackedUpAsync(platform));
        await PinAsync(platform, pinned);

        var plan = await RetainAsync(platform, dryRun: true);
        Assert.Equal([(first, true), (pinned, false), (last, false)], plan.Backups.Select(backup => (backup.Timestamp, backup.Expires)));
        Assert.Equal((true, 1), (plan.Sweep.DryRun, plan.Keep));
        Assert.Equal([first], plan.Sweep.Expired);
        Assert.Empty(platform.World.Sweeps);
        Assert.Equal([first, pinned, last], await platform.ListedAsync());

        Assert.Equal(plan.Backups, (await RetainAsync(platform, dryRun: false)).Backups);
        await Eventually.TrueAsync(async () => (await platform.ListedAsync()).SequenceEqual([pinned, last]), "the first is gone");
        Assert.Equal([first], Assert.Single(platform.World.Sweeps).Expired);
    }

    private static async Task PinAsync(TestPlatform platform, string timestamp)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        Assert.Equal(BackupStatus.Success, await scope.ServiceProvider.GetRequiredService<BackupPins>().SetAsync("app", timestamp, true, default));
    }

    private static async Task<RetentionPlanned> RetainAsync(TestPlatform platform, bool dryRun)
    {
        var client = platform.Bus.CreateRequestClient<RetentionRequested>(RequestTimeout.After(s: 60));
        return (await client.GetResponse<RetentionPlanned>(
            new RetentionRequested { OperationId = Guid.NewGuid(), Namespace = "app", DryRun = dryRun, RequestedBy = "test" })).Message;
    }

    private static async Task<string> BackedUpAsync(TestPlatform platform)
    {
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        return accepted.Timestamp;
    }
}
