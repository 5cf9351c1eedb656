namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Written before the first entry moves; its file's name tells the <see cref="SwapPhase"/>.</summary>
/// <param name="Before">What the root directory was.</param>
/// <param name="After">What it is to become.</param>
internal sealed record SwapJournal(StoredFacts Before, StoredFacts After);
