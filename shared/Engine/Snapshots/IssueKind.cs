namespace Holdfast.Engine.Snapshots;

/// <summary>Why an entry is not in a snapshot as it was.</summary>
public enum IssueKind
{
    /// <summary>It was listed, and gone when it was to be read.</summary>
    Vanished,

    /// <summary>It changed while it was read, twice; the snapshot has what the second reading saw.</summary>
    Changed,

    /// <summary>It could not be read, and the configuration says to go on.</summary>
    Unreadable,

    /// <summary>A socket: it means nothing without its process.</summary>
    Socket,

    /// <summary>Another file system is mounted there; what it holds is left out.</summary>
    MountPoint,
}
