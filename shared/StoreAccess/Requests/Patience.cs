namespace Holdfast.StoreAccess.Requests;

/// <summary>How long a worker waits for the uploader.</summary>
internal sealed record Patience
{
    /// <summary>
    /// How long the first request waits for its answer; each further one waits twice as long. An unanswered request is asked again, as it may be
    /// lost. 30 seconds, so that a worker that started before the uploader does not stand still for long.
    /// </summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>No single request waits longer. 4 minutes: longer than a pack takes over a slow line.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>The wait after the first answer that the store failed for a moment; each further one is twice as long, 30 seconds at most.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When a request has been repeated for so long, it has failed. 30 minutes: an uploader or a store may be away for a while.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(30);
}
