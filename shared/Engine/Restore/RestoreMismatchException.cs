namespace Holdfast.Engine.Restore;

/// <summary>What was rebuilt is not what the catalog says: it must not be put in the place of the live data.</summary>
public sealed class RestoreMismatchException(IReadOnlyList<string> differences, long count)
    : IOException($"What was restored differs from the backup in {count} places, first: {string.Join("; ", differences.Take(3))}.")
{
    /// <summary>The first differences in plain words.</summary>
    public IReadOnlyList<string> Differences { get; } = differences;

    /// <summary>How many there are.</summary>
    public long Count { get; } = count;
}
