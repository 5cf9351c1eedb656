using System.Runtime.InteropServices;
using Holdfast.Engine.Volumes;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Directories;

/// <summary>System calls that give 0 or the error number, and repeat themselves when a signal interrupts them.</summary>
internal static class FileCalls
{
    /// <summary>Opens for reading, without the advisory lock that .NET takes.</summary>
    public static int Open(string path, out SafeFileHandle handle)
    {
        var number = Repeat(() => Libc.Open(path, Libc.OpenRead | Libc.OpenCloseOnExec), out var descriptor);
        handle = new SafeFileHandle(descriptor, ownsHandle: number == 0);
        return number;
    }

    /// <summary>Makes the bytes of a file durable.</summary>
    public static int Sync(SafeFileHandle file) => ErrnoOf(() => Durable.SyncFile(file));

    /// <summary>Makes the entries of a directory durable.</summary>
    public static int SyncDirectory(string path) => ErrnoOf(() => Durable.SyncDirectory(path));

    /// <summary>Sets the modification time to now, by the clock of the file system (on NFS, the server's).</summary>
    public static int Touch(SafeFileHandle file) => Repeat(() => Libc.SetTimes(file, 0), out _);

    public static int Link(string existing, string added) => Repeat(() => Libc.Link(existing, added), out _);

    /// <summary>Renames unless the new name is taken.</summary>
    public static int RenameNoReplace(string from, string to)
    {
        try
        {
            return Repeat(
                () => Libc.Rename(Libc.AtCurrentDirectory, from, Libc.AtCurrentDirectory, to, Libc.RenameNoReplace), out _);
        }
        catch (EntryPointNotFoundException)
        {
            return Errno.NotImplemented;
        }
    }

    public static int Unlink(string path) => Repeat(() => Libc.Unlink(path), out _);

    public static int MakeDirectory(string path) => Repeat(() => Libc.MakeDirectory(path, 0b111_111_111), out _);

    public static int RemoveDirectory(string path) => Repeat(() => Libc.RemoveDirectory(path), out _);

    private static int ErrnoOf(Action call)
    {
        try
        {
            call();
            return 0;
        }
        catch (VolumeException failure)
        {
            return failure.Errno;
        }
    }

    private static int Repeat(Func<int> call, out int result)
    {
        while (true)
        {
            result = call();
            if (result >= 0)
            {
                return 0;
            }

            var number = Marshal.GetLastPInvokeError();
            if (number != Errno.Interrupted)
            {
                return number;
            }
        }
    }
}
