namespace Holdfast.Contracts.Settings;

/// <summary>What came of <see cref="TestObjectStore"/>.</summary>
public sealed record ObjectStoreTested
{
    /// <summary>Whether objects can be stored, read, listed and deleted.</summary>
    public required bool Usable { get; init; }

    /// <summary>The store that was tried, such as a bucket; without secrets.</summary>
    public required string Location { get; init; }

    /// <summary>The step that failed first; the last one when none did.</summary>
    public required string Step { get; init; }

    /// <summary>What was found, in plain words.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; empty when there is nothing to do.</summary>
    public required string Hint { get; init; }
}
