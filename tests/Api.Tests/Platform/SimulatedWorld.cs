using System.Collections.Concurrent;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Settings;
using Holdfast.Contracts.Storage;
using Holdfast.Hosting.Runs;

namespace Holdfast.Api.Tests.Platform;

/// <summary>What workers and store do behind the bus.</summary>
internal sealed class SimulatedWorld
{
    /// <summary>The manifests in the store, by <c>namespace/timestamp</c>.</summary>
    public ConcurrentDictionary<string, CommitBackup> Manifests { get; } = [];

    /// <summary>The store that was to be tried last.</summary>
    public TestObjectStore? Tested { get; set; }

    /// <summary>Called in each run before its work; may throw, wait, or wait for ever.</summary>
    public Func<Run, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What a dry run finds.</summary>
    public Func<ComponentId, IReadOnlyList<PreflightFinding>> Preflight { get; set; } = _ => [];

    /// <summary>Why the store does not answer; null when it does.</summary>
    public string? StoreProblem { get; set; }

    /// <summary>The size of each component in the next backups.</summary>
    public long ComponentBytes { get; set; } = 10;

    /// <summary>Steps that were carried out, as <c>Commit db/airflow</c>.</summary>
    public ConcurrentQueue<string> Done { get; } = [];

    public async Task<RunEvent> DoAsync(Run run, CancellationToken cancellationToken)
    {
        await Before(run, cancellationToken);
        Done.Enqueue($"{run.Step} {run.Component}");
        var (id, ns, component, runId) = (run.OperationId, run.Namespace, run.Component, run.RunId);
        return run.Step switch
        {
            RunStep.Backup => new ComponentCompleted { OperationId = id, Namespace = ns, Component = component, RunId = runId, Snapshot = Snapshot(component, runId, ComponentBytes) },
            RunStep.Preflight => new PreflightReport { OperationId = id, Namespace = ns, Component = component, RunId = runId, Findings = Preflight(component) },
            RunStep.Prepare => new ComponentPrepared { OperationId = id, Namespace = ns, Component = component, RunId = runId },
            RunStep.Commit => new ComponentCommitted { OperationId = id, Namespace = ns, Component = component, RunId = runId },
            RunStep.Discard => new ComponentDiscarded { OperationId = id, Namespace = ns, Component = component, RunId = runId },
            RunStep.RollBack => new ComponentRolledBack { OperationId = id, Namespace = ns, Component = component, RunId = runId },
            _ => new ComponentForgotten { OperationId = id, Namespace = ns, Component = component, RunId = runId },
        };
    }

    /// <summary>Makes the workers back up or prepare a component until their runs are stopped.</summary>
    public void HangAt(string component) => Before = (run, cancellationToken) =>
        run.Step is RunStep.Backup or RunStep.Prepare && run.Component.ToString() == component ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Task.CompletedTask;

    /// <summary>Makes a step of a component fail for good.</summary>
    public void FailAt(RunStep step, string component, string reason) => Before = (run, _) =>
        run.Step == step && run.Component.ToString() == component ? throw new RunFailedException(reason, retryable: false) : Task.CompletedTask;

    /// <summary>Lets everything work again.</summary>
    public void Mend() => Before = (_, _) => Task.CompletedTask;

    public static ComponentSnapshot Snapshot(ComponentId component, Guid runId, long bytes = 10) => new()
    {
        Component = component,
        SnapshotKey = $"t/{component}/{runId:N}/snapshot.json",
        SnapshotSha256 = new string('a', 64),
        CapturedAt = DateTimeOffset.UnixEpoch,
        Size = new SnapshotSize { LogicalBytes = bytes, AddedBytes = 5, StoredBytes = 3, Files = 1 },
    };
}
