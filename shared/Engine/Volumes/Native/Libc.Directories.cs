using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary>Moving names, and asking what a directory allows.</summary>
internal static unsafe partial class Libc
{
    /// <summary>AT_REMOVEDIR: <see cref="Unlink"/> removes a directory.</summary>
    internal const int RemoveDirectory = 0x200;

    /// <summary>RENAME_NOREPLACE.</summary>
    internal const uint NoReplace = 1;

    /// <summary>W_OK and X_OK.</summary>
    internal const int MayChange = 2 | 1;

    /// <summary>AT_EACCESS: asks for the rights that the process acts with.</summary>
    internal const int ActingRights = 0x200;

    /// <summary>LOCK_EX and LOCK_NB.</summary>
    internal const int ExclusiveNow = 2 | 4;

    /// <summary>LOCK_UN.</summary>
    internal const int Unlock = 8;

    [LibraryImport(Library, EntryPoint = "renameat2", SetLastError = true)]
    internal static partial int Rename(int fromDirectory, byte* from, int directory, byte* name, uint flags);

    [LibraryImport(Library, EntryPoint = "renameat", SetLastError = true)]
    internal static partial int Rename(int fromDirectory, byte* from, int directory, byte* name);

    [LibraryImport(Library, EntryPoint = "fchmodat", SetLastError = true)]
    internal static partial int ChangeMode(int directory, byte* name, uint mode, int flags);

    [LibraryImport(Library, EntryPoint = "faccessat", SetLastError = true)]
    internal static partial int Access(int directory, byte* name, int wanted, int flags);

    [LibraryImport(Library, EntryPoint = "fstatvfs", SetLastError = true)]
    internal static partial int FileSystemStatus(int descriptor, StatvfsBuffer* status);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(int descriptor, int operation);
}
