namespace Holdfast.Engine.Retention;

/// <summary>What to delete from one repository, in which order; or why nothing.</summary>
/// <remarks>
/// Deleting goes against the order of references, so that a stop at any point leaves nothing that refers to what is gone: manifests,
/// then snapshots, then packs, then quarantine marks. Each group must be gone before the next is begun.
/// </remarks>
public sealed record GarbagePlan
{
    private GarbagePlan()
    {
    }

    /// <summary>Why nothing is deleted; null when nothing is in doubt.</summary>
    public GarbageRefusal? Refusal { get; private init; }

    /// <summary>What to delete, in this order; empty after a refusal.</summary>
    public IReadOnlyList<Deletion> Deletions { get; private init; } = [];

    /// <summary>Bytes that this frees.</summary>
    public long FreedBytes { get; private init; }

    /// <summary>How many objects the listing will have afterwards. To be remembered before deleting, for the next sweep's check.</summary>
    public int RemainingCount { get; private init; }

    /// <summary>
    /// The backups that will be left, oldest first; empty after a refusal. To be remembered like the count: a listing that lacks one of them is
    /// not believed.
    /// </summary>
    public IReadOnlyList<string> RemainingBackups { get; private init; } = [];

    /// <summary>Keys that are none of the repository's format. They stay; somebody should look at them.</summary>
    public IReadOnlyList<string> UnknownKeys { get; private init; } = [];

    /// <summary>Finds what no backup that stays and no running operation needs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The minimum age is negative.</exception>
    public static GarbagePlan Compute(GarbageInput input)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input.MinimumAge, TimeSpan.Zero);
        var listing = new Listing(input.Listing);
        var live = LiveSet.Of(input);
        if (DoubtCheck.Find(input, listing, live) is { } refusal)
        {
            return new GarbagePlan { Refusal = refusal, RemainingCount = input.Listing.Count, UnknownKeys = listing.UnknownKeys };
        }

        var deletions = new GarbageSearch(input, listing, live).Find();
        return new GarbagePlan
        {
            Deletions = deletions,
            FreedBytes = deletions.Sum(deletion => deletion.Item.Length),
            RemainingCount = input.Listing.Count - deletions.Count,
            RemainingBackups = [.. input.Manifests.Values.Select(manifest => manifest.Timestamp).Except(input.Expire).Order(StringComparer.Ordinal)],
            UnknownKeys = listing.UnknownKeys,
        };
    }
}
