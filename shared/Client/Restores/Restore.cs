using System.Text.Json.Serialization;
using Holdfast.Client.Operations;

namespace Holdfast.Client.Restores;

/// <summary>A restore that runs or has ended.</summary>
public sealed record Restore
{
    /// <summary>The local folder through which backups come back.</summary>
    [JsonPropertyName("backupurl")]
    public string? BackupUrl { get; init; }

    public required string Namespace { get; init; }

    /// <summary><c>Success</c>, the text of an ongoing operation, or the first error; of a drill that has ended, what came of it.</summary>
    public required string Status { get; init; }

    public required string Timestamp { get; init; }

    public required Guid OperationId { get; init; }

    public required string SourceNamespace { get; init; }

    /// <summary>Such as <c>Completed</c> or <c>Undone</c>.</summary>
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

    /// <summary>What <see cref="RestoreCalls.UndoAsync"/> would undo, whichever restore, dry run or drill came last; null when there is nothing.</summary>
    public UndoableRestore? Undoable { get; init; }

    /// <summary>Findings of a dry run, losses of a salvage, what a drill could not bring back as it was.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }

    public Progress? Progress { get; init; }

    public IReadOnlyList<ComponentProgress>? Components { get; init; }

    [JsonIgnore]
    public bool Succeeded => Status == OperationText.Success || (Drill == true && State == "Completed");

    [JsonIgnore]
    public bool IsOngoing => OperationText.IsOngoing(Status);
}
