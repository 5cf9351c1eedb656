using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Backup;

/// <summary>
/// Chooses the packs of a parent whose chunks count as new, so that what a snapshot needs never lies scattered over many half-dead packs.
/// </summary>
/// <remarks>
/// It bounds what a restore fetches in vain, and lets expired backups free their space, without a job that rewrites packs
/// (which stay immutable).
/// </remarks>
internal static class RetirementRule
{
    private const int SlackPacks = 16;

    /// <summary>The keys of the packs to write anew from.</summary>
    /// <param name="packs">The parent's packs with their use.</param>
    /// <param name="packSize">Usual length of a pack in bytes.</param>
    public static HashSet<string> Choose(IReadOnlyList<PackReference> packs, long packSize)
    {
        var retired = packs.Where(pack => 2 * pack.Used < pack.Size).Select(pack => pack.Key).ToHashSet();
        var kept = packs.Where(pack => !retired.Contains(pack.Key)).OrderBy(pack => pack.Used).ToList();
        var needed = (int)((kept.Sum(pack => pack.Used) + packSize - 1) / packSize);
        if (kept.Count > (2 * needed) + SlackPacks)
        {
            // The emptiest go first, and enough of them that it does not happen again with each of the next backups.
            retired.UnionWith(kept.Take(kept.Count - needed - (SlackPacks / 2)).Select(pack => pack.Key));
        }

        return retired;
    }
}
