namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Written before the first entry moves; its file's name tells the <see cref="SwapPhase"/>.</summary>
/// <param name="Before">What the root directory was.</param>
/// <param name="After">What it is to become.</param>
/// <param name="ReadOnlyBefore">Directories of the live tree, in its root, that their owner may not write to.</param>
/// <param name="ReadOnlyAfter">The same of the new tree.</param>
internal sealed record SwapJournal(
    StoredFacts Before, StoredFacts After, IReadOnlyList<ReadOnlyDirectory> ReadOnlyBefore, IReadOnlyList<ReadOnlyDirectory> ReadOnlyAfter);
