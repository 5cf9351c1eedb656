using System.Text.Json.Serialization;
using Holdfast.Api.Operations;

namespace Holdfast.Api.Restores;

/// <summary>A restore as the API shows it. The first four fields are what scripts rely on.</summary>
internal sealed record RestoreAnswer
{
    /// <summary>The local folder through which backups come back.</summary>
    [JsonPropertyName("backupurl")]
    public required string BackupUrl { get; init; }

    public required string Namespace { get; init; }

    /// <summary><c>Success</c>, the ongoing text, or the first error; of a drill that has ended, what came of it.</summary>
    public required string Status { get; init; }

    public required string Timestamp { get; init; }

    public required Guid OperationId { get; init; }

    public required string SourceNamespace { get; init; }

    /// <summary>State of the saga, such as <c>Completed</c> or <c>Undone</c>.</summary>
    public required string State { get; init; }

    /// <summary>True for one that changed nothing and only looked.</summary>
    public bool? DryRun { get; init; }

    /// <summary>True for a drill, which changes nothing live.</summary>
    public bool? Drill { get; init; }

    public bool? Salvage { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Until when it can be undone.</summary>
    public DateTimeOffset? UndoUntil { get; init; }

    /// <summary>What <c>POST /api/restore/undo</c> would undo, whichever restore, dry run or drill came last; null when there is nothing.</summary>
    public UndoableAnswer? Undoable { get; init; }

    /// <summary>Findings of a dry run, losses of a salvage, what a drill could not bring back as it was.</summary>
    public IReadOnlyList<FindingAnswer>? Findings { get; init; }

    public ProgressAnswer? Progress { get; init; }

    public required IEnumerable<ComponentAnswer> Components { get; init; }
}
