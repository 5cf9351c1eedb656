using System.Runtime.InteropServices;

namespace Holdfast.ObjectStores.Directories;

/// <summary>What the kernel says about a file or directory.</summary>
/// <param name="Type">The file type bits of the mode.</param>
/// <param name="Identity">Device and inode: two names with the same identity are one file.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ModifiedAt">Modification time.</param>
internal readonly record struct FileFacts(int Type, (uint Major, uint Minor, ulong Inode) Identity, long Length, DateTimeOffset ModifiedAt)
{
    private const int TypeMask = 0xF000;
    private const uint BasicStats = 0x7FF;

    public bool IsDirectory => Type == 0x4000;

    public bool IsRegular => Type == 0x8000;

    public bool SameDevice(FileFacts other) => Identity.Major == other.Identity.Major && Identity.Minor == other.Identity.Minor;

    /// <summary>Facts of what stands at <paramref name="path"/> (a symbolic link itself, not its target), or the error number.</summary>
    public static int OfName(string path, out FileFacts facts) => Result(
        Libc.Stat(Libc.AtCurrentDirectory, path, Libc.AtNoFollow, BasicStats, out var buffer), buffer, out facts);

    /// <summary>Facts of what <paramref name="path"/> leads to, through symbolic links, or the error number.</summary>
    public static int OfTarget(string path, out FileFacts facts) => Result(
        Libc.Stat(Libc.AtCurrentDirectory, path, 0, BasicStats, out var buffer), buffer, out facts);

    /// <summary>Facts of an open file, or the error number.</summary>
    public static int OfOpen(SafeHandle file, out FileFacts facts) => Result(
        Libc.Stat(file, "", Libc.AtEmptyPath, BasicStats, out var buffer), buffer, out facts);

    private static int Result(int result, in Libc.StatBuffer buffer, out FileFacts facts)
    {
        if (result != 0)
        {
            facts = default;
            return Marshal.GetLastPInvokeError();
        }

        facts = new FileFacts(
            buffer.Mode & TypeMask,
            (buffer.DeviceMajor, buffer.DeviceMinor, buffer.Inode),
            (long)buffer.Size,
            DateTimeOffset.FromUnixTimeSeconds(buffer.ModifiedSeconds).AddTicks(buffer.ModifiedNanoseconds / TimeSpan.NanosecondsPerTick));
        return 0;
    }
}
