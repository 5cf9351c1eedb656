using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary>Opening, reading, writing and closing.</summary>
internal static unsafe partial class Libc
{
    internal const int SeekData = 3;
    internal const int SeekHole = 4;

    /// <summary>AT_FDCWD: names are relative to the working directory.</summary>
    internal const int WorkingDirectory = -100;

    private const string Library = "libc";
    private const nint OpenAt2Number = 437;

    private static bool Interrupted => Marshal.GetLastPInvokeError() == Errno.EINTR;

    /// <summary>Opens with <c>openat2(2)</c>, which glibc does not wrap.</summary>
    internal static int OpenAt2(int directory, byte* path, OpenHow* how)
    {
        nint result;
        do
        {
            result = Syscall(OpenAt2Number, directory, (nint)path, (nint)how, sizeof(OpenHow));
        }
        while (result < 0 && Interrupted);
        return (int)result;
    }

    internal static int OpenAt(int directory, byte* path, int flags, uint mode)
    {
        int result;
        do
        {
            result = OpenAtOnce(directory, path, flags, mode);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    /// <summary>Closes without changing the error that an earlier call left behind.</summary>
    internal static void CloseQuietly(int descriptor)
    {
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        Marshal.SetLastPInvokeError(error);
    }

    internal static nint Read(int descriptor, byte* buffer, nuint count, long offset)
    {
        nint result;
        do
        {
            result = ReadOnce(descriptor, buffer, count, offset);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    internal static nint Write(int descriptor, byte* buffer, nuint count, long offset)
    {
        nint result;
        do
        {
            result = WriteOnce(descriptor, buffer, count, offset);
        }
        while (result < 0 && Interrupted);
        return result;
    }

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int Truncate(int descriptor, long length);

    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadOnce(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    private static partial nint WriteOnce(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAtOnce(int directory, byte* path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint a, nint b, nint c, nint d);
}
