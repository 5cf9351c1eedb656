namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Written when the new tree is complete and checked.</summary>
/// <param name="SnapshotSha256">What it was built from.</param>
/// <param name="Root">What the root directory is to become; null when the backup's own root is lost.</param>
/// <param name="Losses">What could not be brought back as it was, in plain words.</param>
internal sealed record PreparedTree(string SnapshotSha256, StoredFacts? Root, IReadOnlyList<string> Losses);
