using System.Text.Json;

namespace Holdfast.Engine.Snapshots;

/// <summary>The part of a snapshot that is encrypted when the repository is (docs/format.md, "snapshot.json").</summary>
public sealed record SnapshotBody
{
    /// <summary>Key of the snapshot that this one was compared with.</summary>
    public string? Parent { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>When the scan began, by this host's clock. A file changed later than shortly before cannot be told by its times from one unchanged.</summary>
    public required DateTimeOffset ScannedFrom { get; init; }

    /// <summary>The chunks of the catalog root, in order.</summary>
    public required IReadOnlyList<RootChunk> Catalog { get; init; }

    /// <summary>Facts about the source that a restore needs, such as a database's encoding and owner.</summary>
    public JsonElement? Source { get; init; }

    public required SnapshotStats Stats { get; init; }

    /// <summary>At most <see cref="MaxIssues"/>.</summary>
    public IReadOnlyList<SnapshotIssue> Issues { get; init; } = [];

    /// <summary>How many there are.</summary>
    public long IssueCount { get; init; }

    public const int MaxIssues = 10_000;
}
