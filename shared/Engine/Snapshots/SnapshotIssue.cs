namespace Holdfast.Engine.Snapshots;

/// <summary>Something that could not be taken as it was.</summary>
/// <param name="Path">Which entry, for people.</param>
/// <param name="What">One of the words of <see cref="IssueKind"/> in lower case.</param>
/// <param name="Detail">The system's own message, where there is one.</param>
public sealed record SnapshotIssue(string Path, IssueKind What, string? Detail = null);
