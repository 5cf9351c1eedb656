using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.State.Operations;
using Holdfast.State.Restores;

namespace Holdfast.Scheduler.Restores;

/// <summary>Makes the command for a component at its present step.</summary>
internal static class RestoreCommands
{
    public static RunCommand For(RestoreState saga, OperationComponent row)
    {
        var (id, ns, component, run, attempt) = (saga.CorrelationId, saga.Namespace, row.Component, row.CommandId, row.Attempt);
        var database = component.Kind == ComponentKind.Database;
        return (row.Step, database) switch
        {
            (RunStep.Preflight, true) => new PreflightDatabase { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt, SourceNamespace = saga.SourceNamespace, Snapshot = Snapshot(row), Salvage = saga.Salvage },
            (RunStep.Preflight, false) => new PreflightVolume { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt, SourceNamespace = saga.SourceNamespace, Snapshot = Snapshot(row), Salvage = saga.Salvage },
            (RunStep.Prepare, true) => new PrepareDatabase { Drill = saga.Drill, OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt, SourceNamespace = saga.SourceNamespace, Snapshot = Snapshot(row), Salvage = saga.Salvage },
            (RunStep.Prepare, false) => new PrepareVolume { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt, SourceNamespace = saga.SourceNamespace, Snapshot = Snapshot(row), Salvage = saga.Salvage },
            (RunStep.Commit, true) => new CommitDatabase { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.Commit, false) => new CommitVolume { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.Discard, true) => new DiscardDatabase { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.Discard, false) => new DiscardVolume { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.RollBack, true) => new RollBackDatabase { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.RollBack, false) => new RollBackVolume { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.Forget, true) => new ForgetPreviousDatabase { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            (RunStep.Forget, false) => new ForgetPreviousVolume { OperationId = id, Namespace = ns, Component = component, RunId = run, Attempt = attempt },
            _ => throw new InvalidOperationException($"A restore has no step {row.Step}."),
        };
    }

    private static ComponentSnapshot Snapshot(OperationComponent row) => row.Snapshot!.ToContract(row.Component);
}
