namespace Holdfast.Engine.Catalogs;

/// <summary>What a catalog entry is.</summary>
public enum EntryKind
{
    Directory,
    File,
    Symlink,

    /// <summary>Another name of a file that stands earlier in the catalog.</summary>
    HardLink,
    Fifo,
    CharacterDevice,
    BlockDevice,

    /// <summary>Seen by the scanner only: a socket is counted and left out of the catalog, as it means nothing without its process.</summary>
    Socket,

    /// <summary>The bytes of a stream, such as a database dump, without file metadata.</summary>
    Stream,
}
