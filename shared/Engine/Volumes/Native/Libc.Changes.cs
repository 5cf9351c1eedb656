using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary>Creating entries and giving them their metadata.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeDirectory(int directory, byte* name, uint mode);

    [LibraryImport(Library, EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int MakeSymlink(byte* target, int directory, byte* name);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true)]
    internal static partial int MakeLink(int fromDirectory, byte* from, int directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "mknodat", SetLastError = true)]
    internal static partial int MakeNode(int directory, byte* name, uint mode, ulong device);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int Unlink(int directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(int descriptor, uint uid, uint gid);

    [LibraryImport(Library, EntryPoint = "fchownat", SetLastError = true)]
    internal static partial int ChangeOwner(int directory, byte* name, uint uid, uint gid, int flags);

    [LibraryImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(int descriptor, uint mode);

    [LibraryImport(Library, EntryPoint = "chmod", SetLastError = true)]
    internal static partial int ChangeMode(byte* path, uint mode);

    /// <param name="descriptor">What to change.</param>
    /// <param name="times">Access and modification time.</param>
    [LibraryImport(Library, EntryPoint = "futimens", SetLastError = true)]
    internal static partial int ChangeTimes(int descriptor, Timespec* times);

    /// <param name="directory">Where <paramref name="name"/> stands.</param>
    /// <param name="name">What to change.</param>
    /// <param name="times">Access and modification time.</param>
    /// <param name="flags">AT_ flags.</param>
    [LibraryImport(Library, EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int ChangeTimes(int directory, byte* name, Timespec* times, int flags);
}
