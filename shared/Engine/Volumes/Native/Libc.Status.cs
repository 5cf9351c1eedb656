using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary>Reading what the file system says of an entry.</summary>
internal static unsafe partial class Libc
{
    internal const int SymlinkNoFollow = 0x100;
    internal const int NoAutomount = 0x800;
    internal const int EmptyPath = 0x1000;

    /// <summary>STATX_BASIC_STATS without the access time.</summary>
    private const uint StatusMask = 0x7ff & ~0x20u;

    /// <summary>Reads the status of a name in a directory without following a link or mounting anything.</summary>
    /// <returns>0, or -1 with the error in <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    internal static int Statx(int directory, byte* name, StatxBuffer* status)
    {
        int result;
        do
        {
            result = Statx(directory, name, SymlinkNoFollow | NoAutomount, StatusMask, status);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    /// <summary>Reads the status of an open file or directory.</summary>
    /// <returns>0, or -1 with the error in <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    internal static int Statx(int descriptor, StatxBuffer* status)
    {
        byte empty = 0;
        int result;
        do
        {
            result = Statx(descriptor, &empty, EmptyPath | NoAutomount, StatusMask, status);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    [LibraryImport(Library, EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLinkAt(int directory, byte* name, byte* buffer, nuint size);

    /// <summary>Reads the next names of an open directory; 0 at its end.</summary>
    internal static nint ReadDirectory(int descriptor, byte* buffer, nuint size)
    {
        nint result;
        do
        {
            result = ReadDirectoryOnce(descriptor, buffer, size);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    [LibraryImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    private static partial nint ReadDirectoryOnce(int descriptor, byte* buffer, nuint size);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int directory, byte* name, int flags, uint mask, StatxBuffer* status);
}
