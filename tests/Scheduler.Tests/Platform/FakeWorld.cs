using System.Collections.Concurrent;
using Holdfast.Contracts.Auditing;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Hosting.Runs;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>What lies outside of the scheduler and outlives its process: live data, prepared copies, manifests, and how the workers behave.</summary>
internal sealed class FakeWorld
{
    /// <summary>What each component holds: <c>live</c>, <c>prepared</c> and <c>previous</c> versions by name.</summary>
    public ConcurrentDictionary<(ComponentId Component, string Place), string> Data { get; } = [];

    public ConcurrentDictionary<string, CommitBackup> Manifests { get; } = [];

    /// <summary>Every granted run in order.</summary>
    public ConcurrentQueue<Run> Runs { get; } = [];

    /// <summary>Every command to rebuild a database.</summary>
    public ConcurrentQueue<PrepareDatabase> Preparations { get; } = [];

    /// <summary>Called in each run before its work; may throw, wait, or wait for ever.</summary>
    public Func<Run, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called for each command before its run is claimed; may throw.</summary>
    public Action BeforeClaim { get; set; } = () => { };

    /// <summary>Whether the uploader answers.</summary>
    public bool UploaderAnswers { get; set; } = true;

    /// <summary>The parts of the audit log in the store.</summary>
    public ConcurrentDictionary<Guid, StoreAuditLog> Audit { get; } = [];

    /// <summary>Whether the uploader answers that it has stored a part of the audit log; it stores it in any case.</summary>
    public bool AuditAnswers { get; set; } = true;

    /// <summary>Why the uploader refuses to commit; null when it does not.</summary>
    public string? CommitRefusal { get; set; }

    /// <summary>How large each component is.</summary>
    public long LogicalBytes { get; set; } = 10;

    /// <summary>Whether the store refuses to delete.</summary>
    public bool Stuck { get; set; }

    public ConcurrentQueue<SweepRetention> Sweeps { get; } = [];

    /// <summary>Carries out a step the way a real worker must: idempotent.</summary>
    public async Task<RunEvent> DoAsync(Run run, CancellationToken cancellationToken)
    {
        Runs.Enqueue(run);
        await Before(run, cancellationToken);
        switch (run.Step)
        {
            case RunStep.Backup:
                return new Contracts.Backups.ComponentCompleted
                {
                    OperationId = run.OperationId,
                    Namespace = run.Namespace,
                    Component = run.Component,
                    RunId = run.RunId,
                    Snapshot = Snapshot(run.Component, run.RunId) with { Size = new SnapshotSize { LogicalBytes = LogicalBytes, AddedBytes = 5, StoredBytes = 3, Files = 1 } },
                };
            case RunStep.Preflight:
                return new PreflightReport { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId, Findings = [] };
            case RunStep.Prepare:
                Data[(run.Component, "prepared")] = run.OperationId.ToString();
                return new ComponentPrepared { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
            case RunStep.Commit:
                if (Data.TryRemove((run.Component, "prepared"), out var prepared))
                {
                    Data[(run.Component, "previous")] = Live(run.Component);
                    Data[(run.Component, "live")] = prepared;
                }

                return new ComponentCommitted { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
            case RunStep.Discard:
                Data.TryRemove((run.Component, "prepared"), out _);
                return new ComponentDiscarded { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
            case RunStep.RollBack:
                Data.TryRemove((run.Component, "prepared"), out _);
                if (Data.TryRemove((run.Component, "previous"), out var previous))
                {
                    Data[(run.Component, "live")] = previous;
                }

                return new ComponentRolledBack { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
            default:
                Data.TryRemove((run.Component, "previous"), out _);
                return new ComponentForgotten { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
        }
    }

    public string Live(ComponentId component) => Data.GetValueOrDefault((component, "live"), "original");

    public static ComponentSnapshot Snapshot(ComponentId component, Guid runId) => new()
    {
        Component = component,
        SnapshotKey = $"t/{component}/{runId:N}/snapshot.json",
        SnapshotSha256 = new string('a', 64),
        CapturedAt = DateTimeOffset.UnixEpoch,
        Size = new SnapshotSize { LogicalBytes = 10, AddedBytes = 5, StoredBytes = 3, Files = 1 },
    };

    /// <summary>Makes the workers wait at a step of a component until the token ends, as if the process had frozen.</summary>
    public void HangAt(Func<Run, bool> where) =>
        Before = (run, cancellationToken) => where(run) ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Task.CompletedTask;
}
