using System.Text.Json.Serialization;

namespace Holdfast.Client.Verifications;

/// <summary>A verification of a stored backup that waits, runs or has ended.</summary>
public sealed record Verification
{
    /// <summary>How it is, in plain words.</summary>
    public required string Status { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Of the backup.</summary>
    public required string Timestamp { get; init; }

    public required Guid OperationId { get; init; }

    /// <summary><c>Waiting</c>, <c>Running</c>, <c>Sound</c>, <c>Damaged</c>, <c>Failed</c> or <c>Cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>full</c> or <c>quick</c>.</summary>
    public required string Depth { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Bytes of what is done with.</summary>
    public required long DoneBytes { get; init; }

    /// <summary>Bytes of all that the backup needs; null until that is known.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>How much is wrong.</summary>
    public required int ProblemCount { get; init; }

    /// <summary>What is wrong, in plain words; at most 1,000.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    [JsonIgnore]
    public bool Succeeded => State == "Sound";

    [JsonIgnore]
    public bool IsOngoing => EndedAt is null;
}
