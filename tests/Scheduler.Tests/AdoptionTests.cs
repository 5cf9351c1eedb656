using Holdfast.Contracts.Restores;
using Holdfast.Scheduler.Adoption;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Backups;
using Holdfast.TestServers.Conditions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Holdfast.Scheduler.Tests;

/// <summary>What the store has and the state database does not.</summary>
public class AdoptionTests
{
    private const string Old = "2020-01-01t00-00-00";

    public static TheoryData<string> Providers => TestPlatform.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_new_state_database_knows_what_the_store_has(string provider)
    {
        var world = new FakeWorld();
        string first, second;
        await using (var lost = await TestPlatform.StartAsync(provider, TestPlatform.Two, world))
        {
            (first, second) = (await BackedUpAsync(lost), await BackedUpAsync(lost));
        }

        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world);
        await KnownAsync(platform);

        Assert.Equal([first, second], await platform.ListedAsync());
        var components = await platform.QueryAsync(db => db.BackupEntryComponents.Where(row => row.Timestamp == second).ToListAsync());
        Assert.Equal(world.Manifests[$"app/{second}"].Components.Select(component => component.SnapshotKey).Order(), components.Select(row => row.Snapshot.SnapshotKey).Order());
        Assert.IsType<RestoreAccepted>(await platform.RestoreAsync(first));
    }

    [Fact]
    public async Task The_next_backup_builds_on_it_and_comes_after_it_even_if_the_clock_went_back()
    {
        var world = new FakeWorld();
        string future;
        await using (var lost = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world))
        {
            future = "2999-01-01t00-00-00";
            world.Manifests[$"app/{future}"] = world.Manifests[$"app/{await BackedUpAsync(lost)}"] with { Timestamp = future };
        }

        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world);
        await KnownAsync(platform);
        var next = await BackedUpAsync(platform);

        Assert.True(string.CompareOrdinal(future, next) < 0, next);
        var parents = await platform.QueryAsync(db => db.Components.Select(row => row.ParentSnapshotKey).ToListAsync());
        Assert.Equal(world.Manifests[$"app/{future}"].Components.Select(component => component.SnapshotKey).Order(), parents.Order());
    }

    [Fact]
    public async Task Retention_counts_it()
    {
        var settings = new Dictionary<string, string?> { ["Backup:enableRegularBackups"] = "true", ["Backup:backupRetentionCount"] = "2" };
        var world = new FakeWorld();
        await using (var lost = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world))
        {
            var made = world.Manifests[$"app/{await BackedUpAsync(lost)}"];
            world.Manifests[$"app/{Old}"] = made with { Timestamp = Old };
        }

        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world, settings: settings);
        await KnownAsync(platform);
        await BackedUpAsync(platform);
        await Eventually.TrueAsync(() => !world.Manifests.ContainsKey($"app/{Old}"), "the oldest has expired");
        await platform.UntilAsync(async db => await db.BackupEntries.CountAsync() == 2, "two are left in the list");
        Assert.Equal(2, world.Manifests.Count);
    }

    [Fact]
    public async Task What_the_list_has_stays_as_it_is()
    {
        var world = new FakeWorld();
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world);
        var timestamp = await BackedUpAsync(platform);
        await platform.QueryAsync(db => db.BackupEntries.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Status, BackupStatus.Failed).SetProperty(entry => entry.Error, "torn")));

        await using var again = await platform.RestartAsync();
        await KnownAsync(again);

        var entry = await again.QueryAsync(db => db.BackupEntries.SingleAsync());
        Assert.Equal((timestamp, BackupStatus.Failed, "torn"), (entry.Timestamp, entry.Status, entry.Error));
    }

    private static Task KnownAsync(TestPlatform platform) => platform.Services.GetRequiredService<BackupAdoption>().Tried.WaitAsync(TestContext.Current.CancellationToken);

    private static async Task<string> BackedUpAsync(TestPlatform platform)
    {
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        return accepted.Timestamp;
    }
}
