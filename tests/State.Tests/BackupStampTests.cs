using Holdfast.Contracts.Components;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Holdfast.State.Tests;

/// <summary>Whatever the list of backups shows, its stamp is another one when that has changed.</summary>
public sealed class BackupStampTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Providers => StateHost.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_change_of_a_backup_changes_it_and_nothing_else_does(string provider)
    {
        await using var host = await StateHost.StartAsync(provider, _ => { });
        var stamps = new List<string> { await StampAsync() };
        await ChangeAsync(db => db.Add(Entry("2026-01-01t00-00-00")));
        await ChangeAsync(db => db.Add(Entry("2026-01-02t00-00-00")));
        Action<BackupEntry>[] changes =
        [
            entry => entry.Status = BackupStatus.Ongoing,
            entry => (entry.Status, entry.EndedAt) = (BackupStatus.Failed, Start.AddHours(1)),
            entry => entry.Error = "error copying tar",
            entry => entry.EndedAt = Start.AddHours(1).AddMilliseconds(1),
            entry => entry.Pinned = true,
            entry => entry.Suspicion = "half as large",
            entry => entry.SuspicionAccepted = true,
            entry => entry.Label = "before the move",
            entry => entry.StoreVersion = 7,
            entry => entry.StartedAt = Start.AddHours(-1),
            entry => entry.OperationId = Guid.NewGuid(),
        ];
        foreach (var change in changes)
        {
            await ChangeAsync(db => change(db.BackupEntries.Single(entry => entry.Timestamp == "2026-01-01t00-00-00")));
        }

        await ChangeAsync(db => db.BackupEntries.Where(entry => entry.Timestamp == "2026-01-01t00-00-00").ExecuteDelete());
        Assert.Equal(stamps.Count, stamps.Distinct().Count());
        Assert.Equal(stamps[^1], await StampAsync());
        await host.QueryAsync(async db =>
        {
            var other = Entry("2026-01-03t00-00-00");
            other.Namespace = "another";
            db.Add(other);
            return await db.SaveChangesAsync(Stop);
        });
        Assert.Equal(stamps[^1], await StampAsync());

        async Task ChangeAsync(Action<HoldfastDb> change)
        {
            await host.QueryAsync(async db =>
            {
                change(db);
                return await db.SaveChangesAsync(Stop);
            });
            stamps.Add(await StampAsync());
        }

        async Task<string> StampAsync()
        {
            await using var scope = host.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<BackupQueries>().StampAsync("app", Stop);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Sizes_are_summed_up_once_and_those_of_new_backups_are_added(string provider)
    {
        await using var host = await StateHost.StartAsync(provider, _ => { });
        for (var day = 1; day <= 2; day++)
        {
            await host.QueryAsync(async db =>
            {
                var entry = Entry($"2026-01-{day:00}t00-00-00");
                db.Add(entry);
                foreach (var component in new[] { ComponentId.Database("airflow"), ComponentId.Volume("edweb") })
                {
                    db.Add(new BackupEntryComponent { Namespace = "app", Timestamp = entry.Timestamp, Component = component, Snapshot = Snapshot(component, day) });
                }

                return await db.SaveChangesAsync(Stop);
            });
            await using var scope = host.Services.CreateAsyncScope();
            var list = await scope.ServiceProvider.GetRequiredService<BackupQueries>().ListAsync("app", Stop);
            Assert.Equal(Enumerable.Range(1, day).Select(number => (20L * number, 6L * number)), list.Select(item => (item.LogicalBytes, item.StoredBytes)));
        }
    }

    private static BackupEntry Entry(string timestamp) => new()
    {
        Namespace = "app",
        Timestamp = timestamp,
        OperationId = Guid.NewGuid(),
        Status = BackupStatus.Success,
        StartedAt = Start,
    };

    private static SnapshotRow Snapshot(ComponentId component, int factor) => SnapshotRow.From(new ComponentSnapshot
    {
        Component = component,
        SnapshotKey = $"{component}/snapshot.json",
        SnapshotSha256 = new string('a', 64),
        CapturedAt = Start,
        Size = new SnapshotSize { LogicalBytes = 10 * factor, AddedBytes = 5, StoredBytes = 3 * factor, Files = 1, TornFiles = 0, SkippedFiles = 0 },
    });
}
