namespace Holdfast.Engine.Retention;

/// <summary>Why nothing is deleted.</summary>
public enum GarbageDoubt
{
    /// <summary>The listing lacks what is known to exist, or shows something twice.</summary>
    ListingIncomplete,

    /// <summary>The listing has far fewer objects than the last sweep left.</summary>
    ListingShrunk,

    /// <summary>The manifest of a backup that is to stay cannot be read.</summary>
    ManifestUnreadable,

    /// <summary>A snapshot that is needed is not there, or cannot be read.</summary>
    SnapshotUnreadable,

    /// <summary>A pack that is needed is not there with its length, and no mark says that this is known.</summary>
    PackMissing,

    /// <summary>An object was stored in the future: one of the clocks is wrong, and ages mean nothing.</summary>
    Clock,

    /// <summary>No backup would remain.</summary>
    LastBackup,

    /// <summary>A backup is to be removed that is pinned or in use.</summary>
    BackupInUse,
}
