using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.FaultyStores.Faults;
using Holdfast.Uploader.Tests.Platform;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Uploader.Tests.Deletion;

/// <summary>What expired goes with what it alone needed; nothing else goes, and nothing at all while something is in doubt.</summary>
public sealed class RetentionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse")]
    public async Task Expired_backups_go_and_what_they_share_with_others_stays(string? passphrase)
    {
        await using var platform = await TestPlatform.StartAsync(passphrase);
        var (backups, contents) = await HistoryAsync(platform, days: 4);
        var before = platform.Objects();

        var deleted = Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(4), Day(1), Day(2))));
        Assert.True(deleted is { Expired: true, Timestamp: "2026-01-01t00-00-00" }, deleted.ToString());
        Assert.Equal(Day(2), Assert.IsType<BackupDeleted>(await platform.NextEventAsync()).Timestamp);
        var swept = Assert.IsType<RetentionSwept>(await platform.NextEventAsync());
        Assert.Null(swept.Problem);
        Assert.Equal([Day(1), Day(2)], swept.Deleted);
        Assert.True(swept.FreedBytes > 0);

        Assert.True(platform.Objects().Count < before.Count);
        Assert.Contains(platform.Objects(), key => key.StartsWith(Day(1), StringComparison.Ordinal) && key.EndsWith(".pack", StringComparison.Ordinal));
        for (var day = 2; day < 4; day++)
        {
            Assert.Equal(contents[day], await platform.Worker.RestoreAsync(backups[day].Components[0]));
        }

        Assert.True(Assert.IsType<BackupNotFound>(await platform.SendAsync(Queues.Uploader, Commands.Find(Day(1)))).Missing);
    }

    [Fact]
    public async Task What_running_operations_write_and_refer_to_stays()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var platform = await TestPlatform.StartAsync(clock: clock);
        var (backups, contents) = await HistoryAsync(platform, days: 2);
        var running = await platform.Worker.BackUpAsync(Guid.NewGuid(), Day(3), Worker.Stream, contents[0], backups[0].Components[0]);
        var abandoned = await platform.Worker.BackUpAsync(Guid.NewGuid(), "2025-12-31t00-00-00", Worker.Stream, Bytes.Random(1000));
        clock.Advance(TimeSpan.FromDays(2)); // old enough to be garbage

        var sweep = Commands.Sweep(Day(9), Day(1)) with { ActiveTimestamps = [Day(3)], LiveSnapshotKeys = [backups[0].Components[0].SnapshotKey] };
        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, sweep));
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.NextEventAsync()).Problem);

        Assert.DoesNotContain(platform.Objects(), key => key == abandoned.SnapshotKey);
        Assert.Contains(backups[0].Components[0].SnapshotKey, platform.Objects());
        Assert.IsType<BackupCommitted>(await platform.SendAsync(Queues.Uploader, Commands.Commit(Guid.NewGuid(), Day(3), running)));
        Assert.Equal(contents[0], await platform.Worker.RestoreAsync(running));
        Assert.Equal(contents[1], await platform.Worker.RestoreAsync(backups[1].Components[0]));
    }

    [Theory]
    [InlineData(FaultEffect.Empty)]
    [InlineData(FaultEffect.CutShort)]
    [InlineData(FaultEffect.FailMidway)]
    public async Task A_listing_in_doubt_deletes_nothing_and_says_so(FaultEffect effect)
    {
        FaultyStore? faulty = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => faulty = new FaultyStore(store));
        await HistoryAsync(platform, days: 3);
        var before = platform.Objects();
        faulty!.Add(new Fault(StoreCalls.List, effect) { IsTransient = false });
        var swept = Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(3), Day(1))));
        Assert.NotNull(swept.Problem);
        Assert.Empty(swept.Deleted);
        Assert.Equal(before, platform.Objects());

        faulty.Heal();
        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(3), Day(1))));
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.NextEventAsync()).Problem);
    }

    [Fact]
    public async Task A_backup_that_was_there_after_the_last_sweep_must_be_there_at_the_next()
    {
        await using var platform = await TestPlatform.StartAsync();
        await HistoryAsync(platform, days: 4);
        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(4), Day(1))));
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.NextEventAsync()).Problem);

        Directory.Delete(platform.PathOf(Day(3)), recursive: true);
        var swept = Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(4), Day(2))));
        Assert.Contains(Day(3), swept.Problem, StringComparison.Ordinal);
        var memory = Path.Join(platform.StoreFolder, ".holdfast-uploader", "app.json");
        Assert.Contains(memory, swept.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public async Task A_sweep_lists_once_and_asks_for_as_much_as_has_changed_however_many_backups_there_are(int days)
    {
        FaultyStore? counting = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => counting = new FaultyStore(store));
        var (backups, contents) = await HistoryAsync(platform, days);
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(days)))).Problem);
        var last = await platform.BackUpAsync(Day(days + 1), contents[days], backups[^1]);
        var before = Calls();

        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(days + 1), Day(1))));
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.NextEventAsync()).Problem);

        // Gotten: the repository's description, and manifest and snapshot of the new backup. Looked for: the new backup's manifest. Deleted: manifest,
        // snapshot and packs, each group with one call.
        Assert.Equal((1, 0, 3, 1, 3), Difference(Calls(), before));
        Assert.Equal(contents[days], await platform.Worker.RestoreAsync(last.Components[0]));

        (int List, int Prefixes, int Get, int Head, int Delete) Calls()
        {
            var calls = counting!.Calls;
            return (calls[StoreCalls.List], calls[StoreCalls.ListPrefixes], calls[StoreCalls.Get], calls[StoreCalls.Head], calls[StoreCalls.Delete]);
        }

        static (int, int, int, int, int) Difference((int, int, int, int, int) now, (int, int, int, int, int) then) =>
            (now.Item1 - then.Item1, now.Item2 - then.Item2, now.Item3 - then.Item3, now.Item4 - then.Item4, now.Item5 - then.Item5);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public async Task A_deletion_asks_for_as_much_as_that_backup_has_however_many_others_there_are(int days)
    {
        FaultyStore? counting = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => counting = new FaultyStore(store));
        var (backups, contents) = await HistoryAsync(platform, days);
        Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(2))); // the first one reads everything
        var (lists, gets, heads) = Calls();

        Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(1)));

        // Listed: what lies under its timestamp, and the quarantine marks. Gotten: the repository's description.
        var now = Calls();
        Assert.Equal((2, 1), (now.Lists - lists, now.Gets - gets));
        Assert.True(now.Heads - heads <= 2, "asked for more than what it alone needed"); // packs of day 2 that only day 1 needs: none
        Assert.DoesNotContain($"{Day(1)}/manifest.json", platform.Objects());
        Assert.Equal(contents[days - 1], await platform.Worker.RestoreAsync(backups[^1].Components[0]));
        Assert.Null(Assert.IsType<RetentionSwept>(await SweptAsync(platform, Commands.Sweep(Day(days + 1)))).Problem);

        (int Lists, int Gets, int Heads) Calls() => (counting!.Calls[StoreCalls.List], counting.Calls[StoreCalls.Get], counting.Calls[StoreCalls.Head]);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_be_freed_and_changes_nothing()
    {
        await using var platform = await TestPlatform.StartAsync();
        var (backups, contents) = await HistoryAsync(platform, days: 3);
        var before = platform.Objects();

        var plan = Assert.IsType<RetentionSwept>(await PlanAsync(Commands.Sweep(Day(4), Day(1))));
        Assert.Equal((null, true), (plan.Problem, plan.FreedBytes > 0));
        Assert.Equal([Day(1)], plan.Deleted);
        Assert.Equal(before, platform.Objects());
        Assert.False(File.Exists(Path.Join(platform.StoreFolder, ".holdfast-uploader", "app.json")));
        Assert.Contains("is the last one", Assert.IsType<RetentionSwept>(await PlanAsync(Commands.Sweep(Day(4), Day(1), Day(2), Day(3)))).Problem, StringComparison.Ordinal);

        Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(4), Day(1))));
        Assert.Equal(plan.FreedBytes, Assert.IsType<RetentionSwept>(await platform.NextEventAsync()).FreedBytes);
        Assert.Equal(contents[2], await platform.Worker.RestoreAsync(backups[2].Components[0]));

        Task<object> PlanAsync(SweepRetention sweep) => platform.AskAsync<SweepRetention, RetentionSwept>(sweep with { DryRun = true }, Queues.Retention);
    }

    [Fact]
    public async Task A_sweep_that_breaks_off_tells_what_is_gone_and_the_next_one_goes_on()
    {
        FaultyStore? faulty = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => faulty = new FaultyStore(store));
        var (backups, contents) = await HistoryAsync(platform, days: 3);
        faulty!.Add(new Fault(StoreCalls.Delete, FaultEffect.FailBefore) { IsTransient = false, Matches = key => key.EndsWith(".pack", StringComparison.Ordinal) });
        Assert.Equal(Day(1), Assert.IsType<BackupDeleted>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(3), Day(1)))).Timestamp);
        var swept = Assert.IsType<RetentionSwept>(await platform.NextEventAsync());
        Assert.NotNull(swept.Problem);
        Assert.Equal([Day(1)], swept.Deleted);

        faulty.Heal();
        Assert.Null(Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(3)))).Problem);
        Assert.Equal(contents[2], await platform.Worker.RestoreAsync(backups[2].Components[0]));
    }

    [Fact]
    public async Task A_sweep_of_a_namespace_without_repository_ends_with_the_reason()
    {
        await using var platform = await TestPlatform.StartAsync();
        var swept = Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(1))));
        Assert.Contains("no repository", swept.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_backup_is_deleted_on_request_and_everybody_hears_of_it()
    {
        await using var platform = await TestPlatform.StartAsync();
        var (backups, contents) = await HistoryAsync(platform, days: 2);
        var deleted = Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(1)));
        Assert.False(deleted.Expired);
        Assert.Equal(deleted, await platform.NextEventAsync());
        Assert.DoesNotContain($"{Day(1)}/manifest.json", platform.Objects());
        Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(1))); // not there counts as deleted
        Assert.Equal(contents[1], await platform.Worker.RestoreAsync(backups[1].Components[0]));
    }

    [Fact]
    public async Task A_sweep_keeps_the_last_backup_and_only_a_request_for_just_that_deletes_it()
    {
        await using var platform = await TestPlatform.StartAsync();
        await HistoryAsync(platform, days: 1);
        var swept = Assert.IsType<RetentionSwept>(await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(2), Day(1))));
        Assert.Contains("is the last one", swept.Problem, StringComparison.Ordinal);
        Assert.Contains($"{Day(1)}/manifest.json", platform.Objects());
        Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(1)));
        Assert.Equal(["repository.json"], platform.Objects());
        await platform.NextEventAsync();
        await platform.BackUpAsync(Day(2), Bytes.Random(1000)); // in the same repository
    }

    [Fact]
    public async Task What_a_failed_backup_left_is_deleted_on_request()
    {
        await using var platform = await TestPlatform.StartAsync();
        var (backups, contents) = await HistoryAsync(platform, days: 1);
        var before = platform.Objects();
        await platform.Worker.BackUpAsync(Guid.NewGuid(), Day(2), Worker.Stream, contents[1], backups[0].Components[0]);
        Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(2)));
        Assert.Equal(before, platform.Objects());
    }

    [Fact]
    public async Task A_backup_that_a_running_operation_uses_is_not_deleted()
    {
        await using var platform = await TestPlatform.StartAsync();
        await HistoryAsync(platform, days: 2);
        var used = await platform.AskAsync<DeleteBackup, BackupDeleted>(Commands.Delete(Day(1)) with { ActiveTimestamps = [Day(1)] }, Queues.Retention);
        Assert.Contains("an operation uses it", Assert.IsType<StorageFailed>(used).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_where_nothing_is_counts_as_done()
    {
        await using var platform = await TestPlatform.StartAsync();
        Assert.IsType<BackupDeleted>(await DeleteAsync(platform, Day(1)));
    }

    private static Task<object> DeleteAsync(TestPlatform platform, string timestamp) =>
        platform.AskAsync<DeleteBackup, BackupDeleted>(Commands.Delete(timestamp), Queues.Retention);

    /// <summary>Sweeps, past the events of what was deleted before.</summary>
    private static async Task<object> SweptAsync(TestPlatform platform, SweepRetention sweep)
    {
        var next = await platform.SendAsync(Queues.Retention, sweep);
        while (next is BackupDeleted)
        {
            next = await platform.NextEventAsync();
        }

        return next;
    }

    private static string Day(int day) => $"2026-01-{day:00}t00-00-00";

    /// <summary>A backup a day, each with a part of the content changed.</summary>
    private static async Task<(List<BackupFound> Backups, List<byte[]> Contents)> HistoryAsync(TestPlatform platform, int days)
    {
        var (backups, contents) = (new List<BackupFound>(), new List<byte[]> { Bytes.Random(300_000) });
        for (var day = 1; day <= days; day++)
        {
            backups.Add(await platform.BackUpAsync(Day(day), contents[^1], backups.LastOrDefault()));
            contents.Add(Bytes.Changed(contents[^1], offset: day * 40_000, length: 60_000, seed: day + 1));
        }

        return (backups, contents);
    }
}
