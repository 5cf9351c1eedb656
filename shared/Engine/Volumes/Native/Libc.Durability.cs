using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary>Bringing what was written to the disk.</summary>
internal static unsafe partial class Libc
{
    internal static int Sync(int descriptor)
    {
        int result;
        do
        {
            result = SyncOnce(descriptor);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    [LibraryImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int SyncFileSystem(int descriptor);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncOnce(int descriptor);
}
