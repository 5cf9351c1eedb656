using Holdfast.Contracts.Components;
using Holdfast.Contracts.Operations;

namespace Holdfast.Api.Operations;

/// <summary>One component of an operation that runs, or of a backup that is complete.</summary>
internal sealed record ComponentAnswer
{
    /// <summary>Such as <c>db/airflow</c>.</summary>
    public required ComponentId Component { get; init; }

    /// <summary><c>Waiting</c>, <c>Dispatched</c>, <c>Running</c>, <c>Done</c> or <c>Failed</c>.</summary>
    public required string State { get; init; }

    public int? Attempt { get; init; }

    public string? Error { get; init; }

    public long? DoneBytes { get; init; }

    public long? TotalBytes { get; init; }

    public long? DoneFiles { get; init; }

    /// <summary>The instant whose state the backup holds.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    public SnapshotSize? Size { get; init; }

    public static ComponentAnswer Of(ComponentStatus component) => new()
    {
        Component = component.Component,
        State = component.State,
        Attempt = component.Attempt,
        Error = component.Error,
        DoneBytes = component.DoneBytes,
        TotalBytes = component.TotalBytes,
        DoneFiles = component.DoneFiles,
    };

    public static ComponentAnswer Of(ComponentSnapshot snapshot) => new()
    {
        Component = snapshot.Component,
        State = "Done",
        CapturedAt = snapshot.CapturedAt,
        Size = snapshot.Size,
    };
}
