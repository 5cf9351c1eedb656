namespace Holdfast.Contracts.Runs;

/// <summary>How far a run is: at most one a second, also counts as a heartbeat, may be lost.</summary>
public sealed record ComponentProgressed : RunEvent
{
    public required RunStep Step { get; init; }

    /// <summary>Bytes read (backup) or written (restore) so far.</summary>
    public required long DoneBytes { get; init; }

    /// <summary>Bytes in all, as far as known; null while unknown.</summary>
    public long? TotalBytes { get; init; }

    public long DoneFiles { get; init; }
}
