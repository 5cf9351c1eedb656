using Holdfast.State.Verifications;

namespace Holdfast.Api.Verifications;

/// <summary>A verification that waits, runs or has ended.</summary>
internal sealed record VerificationAnswer
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

    public static VerificationAnswer Of(Verification row) => new()
    {
        Status = Words(row),
        Namespace = row.Namespace,
        Timestamp = row.Timestamp,
        OperationId = row.Id,
        State = row.State.ToString(),
        Depth = row.Depth == VerificationDepth.Full ? VerificationEndpoints.Full : VerificationEndpoints.Quick,
        RequestedBy = row.RequestedBy,
        RequestedAt = row.RequestedAt,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        DoneBytes = row.DoneBytes,
        TotalBytes = row.TotalBytes,
        ProblemCount = row.ProblemCount,
        Problems = row.Problems,
    };

    private static string Words(Verification row) => row.State switch
    {
        VerificationState.Waiting => "it waits for the uploader",
        VerificationState.Running => "it runs",
        VerificationState.Sound when row.Depth == VerificationDepth.Full => "the backup is sound: all of it was read",
        VerificationState.Sound => "everything that the backup needs is there; the content was not read",
        VerificationState.Damaged => $"the backup is damaged: {row.ProblemCount} problem{(row.ProblemCount == 1 ? "" : "s")}",
        VerificationState.Cancelled => row.Error!,
        _ => $"it failed: {row.Error}",
    };
}
