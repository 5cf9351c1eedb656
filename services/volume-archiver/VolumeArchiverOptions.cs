namespace Holdfast.VolumeArchiver;

/// <summary>How this service treats volumes.</summary>
internal sealed class VolumeArchiverOptions
{
    public const string Section = "VolumeArchiver";

    /// <summary>What becomes of a backup when files may not be read: they are left out and listed with <see cref="WhenInDoubt.Warn"/>. Default fail.</summary>
    public WhenInDoubt UnreadableFiles { get; init; } = WhenInDoubt.Fail;

    /// <summary>
    /// What becomes of a backup without a single file where the one before had some, as a volume looks that is not mounted. Default fail.
    /// </summary>
    public WhenInDoubt EmptiedVolumes { get; init; } = WhenInDoubt.Fail;

    /// <summary>Files read at the same time, 1 to 256; more pay on network file systems. Default two a core.</summary>
    public int Readers { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Volumes backed up or rebuilt at once, 1 to 256; each takes some 40 MB of memory. The others wait, and their hooks are not called yet. Default 4.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>
    /// Whether a restore is refused that needs more space than is free. To be switched off for file systems that compress. Default true.
    /// </summary>
    public bool CheckSpace { get; init; } = true;
}
