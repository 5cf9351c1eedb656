namespace Holdfast.Contracts.Runs;

/// <summary>The worker may start, under this run id; the heartbeat clock runs.</summary>
public sealed record RunGranted
{
    public required Guid OperationId { get; init; }

    /// <summary>Goes into object keys and into every event of the run. Not always the one of the command.</summary>
    public required Guid RunId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>How long to wait before the work: zero, except after a failure, since what failed is often back in a moment.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>
    /// Earlier runs at this step of this component in this operation, oldest first: what they stored under their own run ids may be
    /// reused, never changed.
    /// </summary>
    public required IReadOnlyList<Guid> EarlierRunIds { get; init; }
}
