using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Runs;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.TestServers.Conditions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Holdfast.Scheduler.Tests;

/// <summary>A drill does what a restore does up to the swap, and leaves nothing of it.</summary>
public class DrillTests
{
    public static TheoryData<string> Providers => TestPlatform.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task All_components_are_prepared_and_removed_again(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Ten);
        var restored = await platform.RestoreAsync(Timestamp(platform));
        var restore = Assert.IsType<RestoreAccepted>(restored).OperationId;
        await platform.ReachesAsync(restore, "Completed");

        var drill = await DrillAsync(platform);

        var status = await platform.ReachesAsync(drill, "Completed");
        Assert.Equal("drill succeeded: 10 components were rebuilt beside the live data, checked and removed again; nothing live was changed", status.Status);
        Assert.True(status.Drill);
        Assert.Equal(
            TestPlatform.Ten.SelectMany(component => new[] { (component, RunStep.Prepare), (component, RunStep.Discard) }),
            platform.World.Runs.Where(run => run.OperationId == drill).Select(run => (run.Component, run.Step)).Order());
        Assert.All(TestPlatform.Ten, component => Assert.Equal(restore.ToString(), platform.World.Live(component)));
        Assert.DoesNotContain(platform.World.Data, data => data.Key.Place == "prepared");
        Assert.All(platform.World.Preparations, command => Assert.Equal(command.OperationId == drill, command.Drill));
        await Eventually.TrueAsync(() => platform.Heard.Of<RestoreCompleted>().Count == 2, "completion is published");
        var completed = platform.Heard.Of<RestoreCompleted>().Single(completed => completed.OperationId == drill);
        Assert.Equal((true, true, null), (completed.Drill, completed.DryRun, completed.UndoUntil));
        Assert.True(platform.Heard.Of<RestoreAccepted>().Single(accepted => accepted.OperationId == drill).Drill);
        Assert.Equal(1, await platform.QueryAsync(db => db.OperationTotals.Where(row => row.Kind == "drill" && row.Outcome == "success").SumAsync(row => row.Count)));
        Assert.Empty(platform.Heard.Of<Fault>());

        // The window of the restore before it stays open; its own never was.
        Assert.Equal(RejectionCode.NotAllowed, Assert.IsType<RestoreRejected>(await platform.UndoAsync(drill)).Code);
        Assert.IsType<RestoreAccepted>(await platform.UndoAsync(restore));
        await platform.ReachesAsync(restore, "Undone");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_that_cannot_be_prepared_fails_it_and_nothing_is_left(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Ten);
        platform.World.Before = (run, _) => run is { Step: RunStep.Prepare, Component.Name: "gogs" }
            ? throw new RunFailedException("role gogs does not exist", retryable: false)
            : Task.CompletedTask;

        var drill = await DrillAsync(platform);

        var status = await platform.ReachesAsync(drill, "Failed");
        Assert.Equal("drill failed: preparing the restore of db/gogs failed: role gogs does not exist", status.Status);
        AssertUntouched(platform);
        await Eventually.TrueAsync(() => platform.Heard.Of<RestoreFailed>().Count == 1, "failure is published");
        Assert.True(platform.Heard.Of<RestoreFailed>().Single().Drill);
        Assert.DoesNotContain(platform.World.Runs, run => run.Step is RunStep.Commit or RunStep.RollBack);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_cannot_be_removed_again_fails_it(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Two);
        platform.World.Before = (run, _) => run is { Step: RunStep.Discard, Component.Name: "airflow" }
            ? throw new RunFailedException("the server refused", retryable: false)
            : Task.CompletedTask;

        var status = await platform.ReachesAsync(await DrillAsync(platform), "Failed");

        Assert.Equal("drill failed: removing the prepared copy of db/airflow failed: the server refused", status.Status);
        Assert.Equal(1, platform.World.Data.Keys.Count(key => key.Place == "prepared"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task It_can_be_cancelled_and_holds_the_lock_until_it_has_cleaned_up(string provider)
    {
        await using var platform = await BackedUpAsync(provider, TestPlatform.Two);
        platform.World.HangAt(run => run is { Step: RunStep.Prepare, Component.Name: "gitserver" });
        var drill = await DrillAsync(platform);
        await platform.UntilAsync(db => db.Restores.AnyAsync(saga => saga.CurrentState == "Rehearsing" && saga.Open == 1), "one is prepared");
        Assert.Equal(RejectionCode.Ongoing, Assert.IsType<RestoreRejected>(await platform.RestoreAsync(Timestamp(platform))).Code);

        Assert.IsType<CancelAccepted>(await platform.CancelAsync(drill));

        Assert.Equal("drill cancelled by somebody", (await platform.ReachesAsync(drill, "Failed")).Status);
        AssertUntouched(platform);
        Assert.True(await platform.QueryAsync(db => db.Locks.AllAsync(row => row.OperationId == null)));
    }

    [Theory]
    [InlineData("Sqlite", RunStep.Prepare)]
    [InlineData("Sqlite", RunStep.Discard)]
    [InlineData("Postgres", RunStep.Prepare)]
    [InlineData("Postgres", RunStep.Discard)]
    public async Task A_process_killed_at_a_step_goes_on_after_its_restart(string provider, RunStep step)
    {
        var platform = await BackedUpAsync(provider, TestPlatform.Two);
        platform.World.HangAt(run => run.Step == step);
        var drill = await DrillAsync(platform);
        await Eventually.TrueAsync(() => platform.World.Runs.Any(run => run.Step == step), $"a worker is at {step}");
        platform.World.Before = (_, _) => Task.CompletedTask;

        await using var next = await platform.RestartAsync();

        Assert.StartsWith("drill succeeded: 2 components", (await next.ReachesAsync(drill, "Completed")).Status, StringComparison.Ordinal);
        AssertUntouched(next);
        Assert.DoesNotContain(next.World.Runs, run => run.Step == RunStep.Commit);
    }

    /// <summary>A scheduler that does not know drills passes over the field: what it must not do is to restore.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task A_request_that_an_older_scheduler_would_take_for_a_restore_is_rejected(bool dryRun, bool salvage)
    {
        await using var platform = await BackedUpAsync("Sqlite", TestPlatform.Two);

        var answer = await platform.RestoreAsync(Timestamp(platform), request => request with { Drill = true, DryRun = dryRun, Salvage = salvage });

        Assert.Equal(RejectionCode.Invalid, Assert.IsType<RestoreRejected>(answer).Code);
    }

    private static async Task<TestPlatform> BackedUpAsync(string provider, IReadOnlyList<Contracts.Components.ComponentId> components)
    {
        var platform = await TestPlatform.StartAsync(provider, components);
        var backup = await platform.BackupAsync();
        await platform.ReachesAsync(backup.OperationId, "Completed");
        return platform;
    }

    private static string Timestamp(TestPlatform platform) => platform.World.Manifests.Values.Single().Timestamp;

    private static async Task<Guid> DrillAsync(TestPlatform platform) => Assert.IsType<RestoreAccepted>(
        await platform.RestoreAsync(Timestamp(platform), request => request with { DryRun = true, Drill = true })).OperationId;

    private static void AssertUntouched(TestPlatform platform)
    {
        Assert.All(platform.Components, component => Assert.Equal("original", platform.World.Live(component)));
        Assert.DoesNotContain(platform.World.Data, data => data.Key.Place != "live");
    }
}
