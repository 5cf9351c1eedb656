using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Backups;
using Holdfast.Scheduler.Schedule;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Database;
using Holdfast.State.Verifications;
using Holdfast.TestServers.Conditions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

/// <summary>The newest backup is verified and restored on trial at the configured times, once across schedulers.</summary>
public class RegularChecksTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2023, 2, 2, 15, 50, 0, TimeSpan.Zero));

    [Theory]
    [MemberData(nameof(TestPlatform.Providers), MemberType = typeof(TestPlatform))]
    public async Task What_is_due_is_requested_once_by_several_schedulers_at_the_same_moment(string provider)
    {
        var settings = new BackupOptions { VerificationFrequency = "0 0 * * * *", DrillFrequency = "0 0 16 * * *" };
        await using var platform = await StartAsync(provider, settings);
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        var newest = platform.World.Manifests.Values.Max(manifest => manifest.Timestamp);
        await platform.UntilAsync(async db => await db.CheckSchedules.CountAsync(row => row.DueAt != null) == 2, "both are planned");

        _clock.SetUtcNow(new DateTimeOffset(2023, 2, 2, 18, 0, 0, TimeSpan.Zero)); // the one at 17 is made up for by that of 16
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => LookAsync(platform, settings)));
        await Eventually.TrueAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return await platform.QueryAsync(db => db.Restores.AnyAsync(saga => saga.EndedAt != null));
            },
            "the drill has ended");
        Assert.Empty(await LookAsync(platform, settings));

        var drill = await platform.QueryAsync(db => db.Restores.SingleAsync());
        Assert.Equal((true, newest, "schedule", "Completed"), (drill.Drill, drill.Timestamp, drill.RequestedBy, drill.CurrentState));
        var verification = await platform.QueryAsync(db => db.Verifications.SingleAsync());
        Assert.Equal((newest, "schedule", VerificationDepth.Full, VerificationState.Waiting), (verification.Timestamp, verification.RequestedBy, verification.Depth, verification.State));
    }

    [Fact]
    public async Task One_that_is_due_while_another_runs_waits_for_its_end()
    {
        var settings = new BackupOptions { VerificationFrequency = "0 0 16 * * *", DrillFrequency = "0 0 16 * * *" };
        await using var platform = await StartAsync("Sqlite", settings);
        await platform.UntilAsync(async db => await db.CheckSchedules.CountAsync(row => row.DueAt != null) == 2, "both are planned");
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        await platform.QueryAsync(db => db.Locks.ExecuteUpdateAsync(row => row.SetProperty(it => it.OperationId, Guid.NewGuid())));
        await platform.QueryAsync(async db =>
        {
            db.Add(new Verification { Id = Guid.NewGuid(), Namespace = "app", Timestamp = "2020-01-01t00-00-00", RequestedBy = "test" });
            return await db.SaveChangesAsync();
        });

        _clock.SetUtcNow(new DateTimeOffset(2023, 2, 2, 16, 0, 0, TimeSpan.Zero));

        Assert.Empty(await LookAsync(platform, settings));
        Assert.False(await platform.QueryAsync(db => db.Restores.AnyAsync()));
        await platform.QueryAsync(db => db.Locks.ExecuteUpdateAsync(row => row.SetProperty(it => it.OperationId, (Guid?)null)));
        await platform.QueryAsync(db => db.Verifications.ExecuteUpdateAsync(row => row.SetProperty(it => it.EndedAt, DateTime.UnixEpoch)));
        await TickAsync(platform, async db => await db.Restores.CountAsync(saga => saga.Drill) == 1 && await db.Verifications.CountAsync(row => row.RequestedBy == "schedule") == 1);
    }

    private Task<TestPlatform> StartAsync(string provider, BackupOptions settings) => TestPlatform.StartAsync(
        provider,
        TestPlatform.Two,
        clock: _clock,
        settings: new Dictionary<string, string?> { ["Backup:verificationFrequency"] = settings.VerificationFrequency, ["Backup:drillFrequency"] = settings.DrillFrequency });

    [Fact]
    public async Task Settings_turn_them_on_and_off_and_without_a_backup_there_is_nothing_to_check()
    {
        await using var platform = await TestPlatform.StartAsync(
            "Sqlite", TestPlatform.Two, clock: _clock, settings: new Dictionary<string, string?> { ["Backup:drillFrequency"] = "0 0 * * * *" });
        await platform.UntilAsync(db => db.CheckSchedules.AnyAsync(row => row.DueAt != null), "it is planned");
        _clock.SetUtcNow(new DateTimeOffset(2023, 2, 2, 16, 0, 0, TimeSpan.Zero));
        await TickAsync(platform, async db => (await db.CheckSchedules.SingleAsync()).DueAt == new DateTime(2023, 2, 2, 17, 0, 0, DateTimeKind.Utc));
        Assert.False(await platform.QueryAsync(db => db.Restores.AnyAsync()));

        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        _clock.SetUtcNow(new DateTimeOffset(2023, 2, 2, 17, 0, 0, TimeSpan.Zero));
        await TickAsync(platform, db => db.Restores.AnyAsync(saga => saga.Drill && saga.CurrentState == "Completed"));
        Assert.True(platform.Heard.Of<RestoreAccepted>().Single().Drill);

        await LookAsync(platform, new BackupOptions());
        Assert.Null((await platform.QueryAsync(db => db.CheckSchedules.SingleAsync())).DueAt);
    }

    /// <returns>What this one requested; nothing when another was quicker.</returns>
    private static async Task<IReadOnlyList<(State.Schedule.CheckKind Kind, string Timestamp)>> LookAsync(TestPlatform platform, BackupOptions settings)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        try
        {
            return await scope.ServiceProvider.GetRequiredService<CheckTurn>().LookAsync("app", settings, default);
        }
        catch (Exception exception) when (TransientErrors.IsTransient(exception))
        {
            return [];
        }
    }

    private Task TickAsync(TestPlatform platform, Func<HoldfastDb, Task<bool>> condition) => Eventually.TrueAsync(
        async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return await platform.QueryAsync(condition);
        },
        "it is so");
}
