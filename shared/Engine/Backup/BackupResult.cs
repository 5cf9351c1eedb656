using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Backup;

/// <summary>A finished run: its snapshot is durable.</summary>
/// <param name="SnapshotKey">Key of the snapshot relative to the namespace.</param>
/// <param name="Size">Length of the snapshot in bytes.</param>
/// <param name="Sha256">SHA-256 of the snapshot.</param>
/// <param name="Stats">What the run saw, read and stored.</param>
/// <param name="Issues">What could not be taken as it was; at most <see cref="SnapshotBody.MaxIssues"/>.</param>
/// <param name="IssueCount">How many issues there are.</param>
/// <param name="ReuseProblems">What of earlier runs could not be read, so that it was stored anew.</param>
public sealed record BackupResult(
    string SnapshotKey,
    long Size,
    ReadOnlyMemory<byte> Sha256,
    SnapshotStats Stats,
    IReadOnlyList<SnapshotIssue> Issues,
    long IssueCount,
    IReadOnlyList<Exception> ReuseProblems);
