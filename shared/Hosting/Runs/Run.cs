using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;

namespace Holdfast.Hosting.Runs;

/// <summary>One granted run of a command: what a worker works under.</summary>
public sealed class Run
{
    private readonly Lock _gate = new();
    private ComponentProgressed? _progress;

    internal Run(RunCommand command, RunStep step, RunGranted granted)
    {
        (OperationId, Namespace, Component, Step) = (command.OperationId, command.Namespace, command.Component, step);
        (RunId, Attempt, EarlierRunIds) = (granted.RunId, granted.Attempt, granted.EarlierRunIds);
        Timestamp = (command as BackupCommand)?.Timestamp;
    }

    public Guid OperationId { get; }

    public string Namespace { get; }

    public ComponentId Component { get; }

    public RunStep Step { get; }

    /// <summary>Of the backup that the run works for; null for the steps of a restore.</summary>
    public string? Timestamp { get; }

    /// <summary>Goes into every object key and event of this run.</summary>
    public Guid RunId { get; }

    public int Attempt { get; }

    /// <summary>Earlier runs at this step in this operation, oldest first.</summary>
    public IReadOnlyList<Guid> EarlierRunIds { get; }

    /// <summary>Tells how far the run is. As cheap as an assignment: at most one report a second goes out.</summary>
    public void Report(long doneBytes, long? totalBytes = null, long doneFiles = 0)
    {
        var progress = new ComponentProgressed
        {
            OperationId = OperationId,
            Namespace = Namespace,
            Component = Component,
            RunId = RunId,
            Step = Step,
            DoneBytes = doneBytes,
            TotalBytes = totalBytes,
            DoneFiles = doneFiles,
        };
        lock (_gate)
        {
            _progress = progress;
        }
    }

    /// <summary>The latest report that was not taken yet; null when there is none.</summary>
    internal ComponentProgressed? TakeProgress()
    {
        lock (_gate)
        {
            var progress = _progress;
            _progress = null;
            return progress;
        }
    }
}
