using Holdfast.Contracts.Components;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Hosting.Runs;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.TestServers.Conditions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class RestoreTests
{
    public static TheoryData<string> Providers => TestPlatform.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task All_components_are_swapped_and_can_be_brought_back(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Ten);
        var restore = await RestoreAsync(platform);
        var status = await platform.ReachesAsync(restore, "Completed");

        Assert.Equal("Success", status.Status);
        Assert.All(TestPlatform.Ten, component => Assert.Equal(restore.ToString(), platform.World.Live(component)));
        await Eventually.TrueAsync(() => platform.Heard.Of<RestoreCompleted>().Count == 1, "completion is published");
        Assert.Equal(TestPlatform.Ten, platform.Heard.Of<RestoreCompleted>().Single().Components);

        Assert.IsType<RestoreAccepted>(await platform.UndoAsync(restore));
        await platform.ReachesAsync(restore, "Undone");
        AssertUntouched(platform);
        Assert.IsType<RestoreRejected>(await platform.UndoAsync(restore));
        Assert.Empty(platform.Heard.Of<Fault>());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_that_cannot_be_prepared_changes_nothing_at_all(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Ten);
        platform.World.Before = Failing(RunStep.Prepare, "gogs", "role gogs does not exist");

        var restore = await RestoreAsync(platform);
        var status = await platform.ReachesAsync(restore, "Failed");

        Assert.Equal("preparing the restore of db/gogs failed: role gogs does not exist", status.Status);
        AssertUntouched(platform);
        await Eventually.TrueAsync(() => platform.Heard.Of<RestoreFailed>().Count == 1, "failure is published");
        Assert.DoesNotContain(platform.World.Runs, run => run.Step is RunStep.Commit or RunStep.RollBack);
        platform.World.Before = (_, _) => Task.CompletedTask;
        await platform.ReachesAsync(await RestoreAsync(platform), "Completed");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_that_cannot_be_swapped_rolls_all_back(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Ten);
        platform.World.Before = Failing(RunStep.Commit, "edweb", "device busy");

        var restore = await RestoreAsync(platform);
        var status = await platform.ReachesAsync(restore, "Failed");

        Assert.Equal("swapping in the restored volume/edweb failed: device busy", status.Status);
        AssertUntouched(platform);
        Assert.Contains(platform.World.Runs, run => run.Step == RunStep.RollBack);
    }

    /// <summary>The question is asked again when a process starts, so it may be answered more than once, and at the same moment.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_backup_found_several_times_is_restored_once(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Two);
        var backup = Assert.Single(platform.World.Manifests.Values);
        platform.World.UploaderAnswers = false;
        for (var round = 0; round < 3; round++)
        {
            var restore = await RestoreAsync(platform);
            await platform.ReachesAsync(restore, "Locating");
            var found = new BackupFound { OperationId = restore, Namespace = "app", Timestamp = backup.Timestamp, Components = backup.Components };
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => platform.Bus.Publish(found)));
            await platform.ReachesAsync(restore, "Completed");
            Assert.Equal(TestPlatform.Two.Count * 2, platform.World.Runs.Count(run => run.OperationId == restore));
        }

        Assert.Empty(platform.Heard.Of<Fault>().SelectMany(fault => fault.Exceptions).Select(exception => exception.Message));
    }

    [Fact]
    public async Task A_roll_back_waits_for_swaps_that_are_under_way()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        var release = new TaskCompletionSource();
        platform.World.Before = (run, _) => (run.Step, run.Component.Kind) switch
        {
            (RunStep.Commit, ComponentKind.Database) => throw new RunFailedException("in use", retryable: false),
            (RunStep.Commit, ComponentKind.Volume) => release.Task,
            _ => Task.CompletedTask,
        };
        var restore = await RestoreAsync(platform);
        await platform.UntilAsync(db => db.Restores.AnyAsync(saga => saga.Error != null), "the database has failed");
        Assert.Equal("Committing", (await platform.StatusAsync(restore)).State);

        release.SetResult();

        await platform.ReachesAsync(restore, "Failed");
        AssertUntouched(platform);
    }

    [Fact]
    public async Task What_cannot_be_rolled_back_is_named()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        platform.World.Before = (run, _) => run switch
        {
            { Step: RunStep.Commit, Component.Name: "gitserver" } => throw new RunFailedException("device busy", retryable: false),
            { Step: RunStep.RollBack, Component.Name: "airflow" } => throw new RunFailedException("still in use", retryable: false),
            _ => Task.CompletedTask,
        };

        var status = await platform.ReachesAsync(await RestoreAsync(platform), "Failed");

        Assert.Equal("swapping in the restored volume/gitserver failed: device busy; bringing back the previous db/airflow failed: still in use", status.Status);
    }

    [Fact]
    public async Task Disabled_services_stay_as_they_are()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Ten);

        var restore = await RestoreAsync(platform, request => request with { DisabledServices = ["postgres", "gitserver"] });
        await platform.ReachesAsync(restore, "Completed");

        Assert.Equal(
            ["volume/artifactory", "volume/edweb", "volume/metagraph", "volume/openidfederator"],
            TestPlatform.Ten.Where(component => platform.World.Live(component) != "original").Select(component => component.ToString()));
    }

    [Fact]
    public async Task A_misspelt_disabled_service_is_not_taken_for_nothing()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);

        var status = await platform.ReachesAsync(await RestoreAsync(platform, request => request with { DisabledServices = ["gitservr"] }), "Failed");

        Assert.Equal("to be left out, but neither in the backup nor registered here: gitservr", status.Status);
        AssertUntouched(platform);
    }

    [Fact]
    public async Task A_backup_of_another_namespace_can_be_restored()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        var manifest = platform.World.Manifests.Single().Value;
        platform.World.Manifests["production/2020-01-01t00-00-00"] = manifest with { Namespace = "production" };

        var accepted = await platform.RestoreAsync("2020-01-01t00-00-00", request => request with { SourceNamespace = "production" });

        await platform.ReachesAsync(Assert.IsType<RestoreAccepted>(accepted).OperationId, "Completed");
    }

    [Fact]
    public async Task A_component_that_nobody_serves_here_fails_the_restore_and_is_named()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        await platform.QueryAsync(db => db.Registry.Where(row => row.Component == TestPlatform.Two[1]).ExecuteDeleteAsync());
        platform.World.Manifests["app/2020-01-01t00-00-00"] = platform.World.Manifests.Single().Value with
        {
            Components = [.. platform.World.Manifests.Single().Value.Components, FakeWorld.Snapshot(ComponentId.Database("unknown"), Guid.NewGuid())],
        };

        var accepted = Assert.IsType<RestoreAccepted>(await platform.RestoreAsync("2020-01-01t00-00-00"));

        var status = await platform.ReachesAsync(accepted.OperationId, "Failed");
        Assert.Equal(
            "not registered in namespace app, so nothing here can restore it: db/unknown volume/gitserver; leave it out or start a service that serves it",
            status.Status);
        AssertUntouched(platform);
    }

    [Fact]
    public async Task An_unknown_backup_fails_and_a_malformed_timestamp_is_rejected()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);

        var accepted = Assert.IsType<RestoreAccepted>(await platform.RestoreAsync("2020-01-01t00-00-00"));
        var status = await platform.ReachesAsync(accepted.OperationId, "Failed");
        Assert.Equal("finding the backup failed: no manifest", status.Status);

        var rejected = Assert.IsType<RestoreRejected>(await platform.RestoreAsync("yesterday"));
        Assert.Equal(RejectionCode.Invalid, rejected.Code);
    }

    [Fact]
    public async Task A_rejected_restore_stays_so_when_it_comes_again_and_a_rejected_undo_does_not()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        var restore = await RestoreAsync(platform);
        await platform.ReachesAsync(restore, "Completed");
        var (id, other, timestamp) = (Guid.NewGuid(), Guid.NewGuid(), (await platform.ListedAsync())[0]);
        await HoldAsync(other);

        var first = await platform.RestoreAsync(timestamp, request => request with { OperationId = id });
        Assert.Equal(RejectionCode.Ongoing, Assert.IsType<RestoreRejected>(first).Code);
        Assert.Equal(RejectionCode.Ongoing, Assert.IsType<RestoreRejected>(await platform.UndoAsync(restore)).Code);
        await HoldAsync(null);

        Assert.Equal(first, await platform.RestoreAsync(timestamp, request => request with { OperationId = id }));
        Assert.Equal(first, await platform.RestoreAsync("yesterday", request => request with { OperationId = id }));
        Assert.Equal(1, await platform.QueryAsync(db => db.Restores.CountAsync()));
        Assert.IsType<RestoreAccepted>(await platform.UndoAsync(restore));

        Task HoldAsync(Guid? operation) => platform.QueryAsync(db => db.Locks.ExecuteUpdateAsync(row => row.SetProperty(held => held.OperationId, operation)));
    }

    [Fact]
    public async Task A_dry_run_reports_every_problem_and_changes_nothing()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Ten);
        await platform.QueryAsync(db => db.Registry.Where(row => row.Component == ComponentId.Volume("edweb")).ExecuteDeleteAsync());
        platform.World.Before = Failing(RunStep.Preflight, "gogs", "the server is older than the dump");

        var restore = await RestoreAsync(platform, request => request with { DryRun = true });
        await platform.ReachesAsync(restore, "Completed");

        await Eventually.TrueAsync(() => platform.Heard.Of<RestoreCompleted>().Count == 1, "completion is published");
        var completed = platform.Heard.Of<RestoreCompleted>().Single();
        Assert.Equal(
            ["db/gogs: the server is older than the dump", "volume/edweb: no service of namespace app serves it"],
            completed.Preflight.Where(finding => finding.Blocking).Select(finding => $"{finding.Component}: {finding.Text}"));
        Assert.Null(completed.UndoUntil);
        Assert.All(platform.World.Runs, run => Assert.True(run.Step is RunStep.Backup or RunStep.Preflight));
        AssertUntouched(platform);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Cancelling_while_preparing_cleans_up(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Two);
        platform.World.HangAt(run => run is { Step: RunStep.Prepare, Component.Kind: ComponentKind.Volume });
        var restore = await RestoreAsync(platform);
        await platform.UntilAsync(db => db.Restores.AnyAsync(saga => saga.CurrentState == "Preparing" && saga.Open == 1), "one is prepared");

        Assert.IsType<CancelAccepted>(await platform.CancelAsync(restore));

        var status = await platform.ReachesAsync(restore, "Failed");
        Assert.Equal("cancelled by somebody", status.Status);
        AssertUntouched(platform);
    }

    /// <summary>Kills the process at every step of every component, in a restore that works, one that fails and one that is undone.</summary>
    [Theory]
    [InlineData("Sqlite", RunStep.Prepare)]
    [InlineData("Sqlite", RunStep.Commit)]
    [InlineData("Sqlite", RunStep.Discard)]
    [InlineData("Sqlite", RunStep.RollBack)]
    [InlineData("Postgres", RunStep.Prepare)]
    [InlineData("Postgres", RunStep.Commit)]
    [InlineData("Postgres", RunStep.Discard)]
    [InlineData("Postgres", RunStep.RollBack)]
    public async Task A_process_killed_at_a_step_leaves_all_old_or_all_new(string provider, RunStep step)
    {
        var platform = await BackedUpAsync(provider, TestPlatform.Two);
        platform.World.Before = step switch
        {
            RunStep.Discard => Both(Failing(RunStep.Prepare, "airflow", "no"), Hanging(step)),
            RunStep.RollBack => Both(Failing(RunStep.Commit, "airflow", "no"), Hanging(step)),
            _ => Hanging(step),
        };
        var restore = await RestoreAsync(platform);
        await Eventually.TrueAsync(() => platform.World.Runs.Any(run => run.Step == step), $"a worker is at {step}");
        platform.World.Before = (_, _) => Task.CompletedTask;

        await using var next = await platform.RestartAsync();

        if (step is RunStep.Prepare or RunStep.Commit)
        {
            await next.ReachesAsync(restore, "Completed");
            Assert.All(TestPlatform.Two, component => Assert.Equal(restore.ToString(), next.World.Live(component)));
            await next.UndoAsync(restore);
            await next.ReachesAsync(restore, "Undone");
        }
        else
        {
            await next.ReachesAsync(restore, "Failed");
        }

        AssertUntouched(next);
    }

    [Fact]
    public async Task A_process_killed_while_the_backup_is_looked_for_finishes_after_restart()
    {
        var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        platform.World.UploaderAnswers = false;
        var restore = await RestoreAsync(platform);
        platform.World.UploaderAnswers = true;

        await using var next = await platform.RestartAsync();

        await next.ReachesAsync(restore, "Completed");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_previous_data_goes_when_the_window_ends(string provider)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var platform = await BackedUpAsync(provider, TestPlatform.Two, clock);
        var restore = await RestoreAsync(platform);
        await platform.ReachesAsync(restore, "Completed");
        Assert.True(platform.World.Data.ContainsKey((TestPlatform.Two[0], "previous")));

        clock.AdjustTime(clock.GetUtcNow().AddHours(24));
        clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.TrueAsync(() => !platform.World.Data.Keys.Any(key => key.Place == "previous"), "the previous data is gone");
        await platform.UntilAsync(db => db.Restores.AllAsync(saga => saga.Open == 0), "nothing is open");
        Assert.Equal("Success", (await platform.StatusAsync(restore)).Status);
        Assert.Equal(RejectionCode.NotAllowed, Assert.IsType<RestoreRejected>(await platform.UndoAsync(restore)).Code);
    }

    [Fact]
    public async Task A_later_restore_ends_the_window_of_the_earlier_one()
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);
        var first = await RestoreAsync(platform);
        await platform.ReachesAsync(first, "Completed");
        await platform.ReachesAsync(await RestoreAsync(platform), "Completed");

        await platform.UntilAsync(db => db.Restores.AnyAsync(saga => saga.CorrelationId == first && saga.UndoUntil == null && saga.Open == 0), "the window is closed");
        Assert.IsType<RestoreRejected>(await platform.UndoAsync(first));
    }

    private static async Task<TestPlatform> BackedUpAsync(string provider, IReadOnlyList<ComponentId> components, TimeProvider? clock = null)
    {
        var platform = await TestPlatform.StartAsync(provider, components, clock: clock);
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        return platform;
    }

    private static async Task<Guid> RestoreAsync(TestPlatform platform, Func<RestoreRequested, RestoreRequested>? change = null)
    {
        var timestamp = platform.World.Manifests.Values.Select(manifest => manifest.Timestamp).Max()!;
        return Assert.IsType<RestoreAccepted>(await platform.RestoreAsync(timestamp, change)).OperationId;
    }

    private static void AssertUntouched(TestPlatform platform)
    {
        Assert.All(platform.Components, component => Assert.Equal("original", platform.World.Live(component)));
        Assert.DoesNotContain(platform.World.Data, data => data.Key.Place != "live");
    }

    private static Func<Run, CancellationToken, Task> Failing(RunStep step, string component, string reason) =>
        (run, _) => run.Step == step && run.Component.Name == component ? throw new RunFailedException(reason, retryable: false) : Task.CompletedTask;

    private static Func<Run, CancellationToken, Task> Hanging(RunStep step) =>
        (run, cancellationToken) => run.Step == step ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Task.CompletedTask;

    private static Func<Run, CancellationToken, Task> Both(Func<Run, CancellationToken, Task> first, Func<Run, CancellationToken, Task> second) =>
        async (run, cancellationToken) =>
        {
            await first(run, cancellationToken);
            await second(run, cancellationToken);
        };
}
