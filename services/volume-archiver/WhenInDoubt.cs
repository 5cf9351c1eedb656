namespace Holdfast.VolumeArchiver;

/// <summary>What becomes of a backup that may hold less than it should.</summary>
internal enum WhenInDoubt
{
    /// <summary>It fails, and somebody looks.</summary>
    Fail,

    /// <summary>It goes on; a warning in the log and a note in the snapshot say what is missing.</summary>
    Warn,
}
