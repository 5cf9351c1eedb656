using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.Scheduler.Watch;
using Holdfast.State.Operations;
using Holdfast.TestServers.Conditions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class WatchdogTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    public static TheoryData<string> Providers => TestPlatform.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_silent_run_is_replaced_and_cannot_come_back(string provider)
    {
        var world = new FakeWorld();
        await using var platform = await TestPlatform.StartAsync(provider, [], world, clock: _clock);
        await RegisterAsync(platform);
        var accepted = await platform.BackupAsync();
        var first = await ClaimAsync(platform, accepted.OperationId);

        await AdvanceUntilAsync(platform, async () => (await RowAsync(platform)).CommandId != first.RunId);
        var second = await ClaimAsync(platform, accepted.OperationId);
        Assert.Equal([first.RunId], second.EarlierRunIds);
        Assert.Equal(2, second.Attempt);

        await platform.Bus.Publish(Completed(accepted, first.RunId));
        await platform.Bus.Publish(Completed(accepted, second.RunId));
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        Assert.Contains(second.RunId.ToString("N"), world.Manifests.Single().Value.Components.Single().SnapshotKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_gives_signs_of_life_is_left_alone()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", [], clock: _clock);
        await RegisterAsync(platform);
        var accepted = await platform.BackupAsync();
        var run = await ClaimAsync(platform, accepted.OperationId);

        for (var minutes = 0; minutes < 5; minutes++)
        {
            _clock.Advance(TimeSpan.FromSeconds(50));
            await platform.Bus.Publish(new ComponentProgressed
            {
                OperationId = accepted.OperationId,
                Namespace = "app",
                Component = ComponentId.Database("airflow"),
                RunId = run.RunId,
                Step = RunStep.Backup,
                DoneBytes = minutes,
            });
            await platform.UntilAsync(db => db.Progress.AnyAsync(row => row.DoneBytes == minutes && row.HeardAt == _clock.GetUtcNow().UtcDateTime), "the sign is noted");
        }

        await platform.Bus.Publish(Completed(accepted, run.RunId));
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        Assert.Equal(1, (await RowAsync(platform)).Attempt);
    }

    [Fact]
    public async Task A_component_that_falls_silent_every_time_fails_the_backup()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", [], clock: _clock);
        await RegisterAsync(platform);
        var accepted = await platform.BackupAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var run = await ClaimAsync(platform, accepted.OperationId);
            await AdvanceUntilAsync(platform, async () => (await RowAsync(platform)) is var row && (row.CommandId != run.RunId || row.State == RunState.Failed));
        }

        var status = await platform.ReachesAsync(accepted.OperationId, "Failed");
        Assert.Equal("backup of db/airflow failed: its worker gave no sign of life for 60 s", status.Status);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_component_that_nobody_serves_any_more_fails_the_backup_and_is_named(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(provider, [], clock: _clock);
        await RegisterAsync(platform);
        var accepted = await platform.BackupAsync();

        await AdvanceUntilAsync(platform, async () => (await platform.StatusAsync(accepted.OperationId)).State == "Failed", announce: false);

        Assert.StartsWith(
            "backup of db/airflow failed: no running service serves it (last announced ",
            (await platform.StatusAsync(accepted.OperationId)).Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_nobody_claims_is_sent_again_and_the_old_one_is_void()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", [], clock: _clock);
        await RegisterAsync(platform);
        var accepted = await platform.BackupAsync();
        var lost = (await RowAsync(platform)).CommandId;

        await AdvanceUntilAsync(platform, async () => (await RowAsync(platform)).CommandId != lost);

        var client = platform.Bus.CreateRequestClient<ClaimRun>(Contracts.Queues.Address(Contracts.Queues.BackupSaga));
        var refused = await client.GetResponse<RunGranted, RunRefused>(Claim(accepted.OperationId, lost));
        Assert.Equal("a newer command has taken its place", Assert.IsType<RunRefused>(refused.Message).Reason);
        var granted = await ClaimAsync(platform, accepted.OperationId);
        Assert.Equal(1, granted.Attempt);
    }

    [Fact]
    public async Task An_uploader_that_never_answers_fails_the_backup()
    {
        var world = new FakeWorld { UploaderAnswers = false };
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world, clock: _clock);
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Committing");

        await AdvanceUntilAsync(platform, async () => (await platform.StatusAsync(accepted.OperationId)).State == "Failed", announce: false);

        Assert.Equal(
            "committing the backup failed: the uploader did not answer within 15 minutes",
            (await platform.StatusAsync(accepted.OperationId)).Status);
    }

    [Fact]
    public async Task A_manifest_that_is_not_confirmed_is_asked_for_again()
    {
        var world = new FakeWorld { UploaderAnswers = false };
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world, clock: _clock);
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Committing");
        world.UploaderAnswers = true;

        await AdvanceUntilAsync(platform, async () => (await platform.StatusAsync(accepted.OperationId)).State == "Completed", announce: false);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_not_heard_while_the_scheduler_itself_was_away_is_not_held_against_the_workers(bool claimed)
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", [], clock: _clock);
        await RegisterAsync(platform);
        var accepted = await platform.BackupAsync();
        var run = claimed ? await ClaimAsync(platform, accepted.OperationId) : null;

        await PassAsync(platform, TimeSpan.FromMinutes(8)); // asleep

        run ??= await ClaimAsync(platform, accepted.OperationId);
        await platform.Bus.Publish(Completed(accepted, run.RunId));
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        Assert.Equal(1, (await RowAsync(platform)).Attempt);
    }

    /// <summary>Lets time pass in steps of the watchdog until something has become true.</summary>
    private Task AdvanceUntilAsync(TestPlatform platform, Func<Task<bool>> condition, bool announce = true) => Eventually.TrueAsync(
        async () =>
        {
            if (await condition())
            {
                return true;
            }

            if (announce)
            {
                await RegisterAsync(platform);
            }

            await PassAsync(platform, TimeSpan.FromSeconds(5));
            return false;
        },
        "the watchdog has acted");

    /// <summary>Lets time pass at once, and waits until the watchdog has looked.</summary>
    private async Task PassAsync(TestPlatform platform, TimeSpan time)
    {
        var watchdog = platform.Services.GetServices<IHostedService>().OfType<Watchdog>().Single();
        await Eventually.TrueAsync(() => watchdog.Looks > 0, "the watchdog has begun");
        var looks = watchdog.Looks;
        _clock.Advance(time);
        await Eventually.TrueAsync(() => watchdog.Looks > looks, "the watchdog has looked");
    }

    private async Task RegisterAsync(TestPlatform platform)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        await platform.Bus.Publish(new ComponentsAnnounced { Instance = "test", Namespace = "app", Components = [ComponentId.Database("airflow")] });
        await platform.UntilAsync(db => db.Registry.AnyAsync(row => row.LastAnnouncedAt >= now), "the component is registered");
    }

    private static Task<OperationComponent> RowAsync(TestPlatform platform) =>
        platform.QueryAsync(db => db.Components.AsNoTracking().SingleAsync());

    /// <summary>Claims what is dispatched; the scheduler may just be sending it anew, as it does at its start.</summary>
    private static async Task<RunGranted> ClaimAsync(TestPlatform platform, Guid operationId)
    {
        var client = platform.Bus.CreateRequestClient<ClaimRun>(Contracts.Queues.Address(Contracts.Queues.BackupSaga), RequestTimeout.After(s: 60));
        while (true)
        {
            var command = (await RowAsync(platform)).CommandId;
            var answer = await client.GetResponse<RunGranted, RunRefused>(Claim(operationId, command));
            if (answer.Message is RunGranted granted)
            {
                return granted;
            }

            Assert.NotEqual(command, (await RowAsync(platform)).CommandId);
        }
    }

    private static ClaimRun Claim(Guid operationId, Guid commandId) => new()
    {
        OperationId = operationId,
        Component = ComponentId.Database("airflow"),
        RunId = commandId,
        ClaimId = Guid.NewGuid(),
        Redelivered = false,
    };

    private static ComponentCompleted Completed(BackupAccepted accepted, Guid runId) => new()
    {
        OperationId = accepted.OperationId,
        Namespace = "app",
        Component = ComponentId.Database("airflow"),
        RunId = runId,
        Snapshot = FakeWorld.Snapshot(ComponentId.Database("airflow"), runId),
    };
}
