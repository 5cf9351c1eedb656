using System.Runtime.InteropServices;

using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes;

/// <summary>The file system refused an operation on an entry of a volume.</summary>
public sealed class VolumeException : IOException
{
    internal VolumeException(string operation, string directory, EntryPath path, int errno)
        : this(operation, path.IsRoot ? $"'{directory}'" : $"'{path}' in '{directory}'", errno) => Path = path;

    internal VolumeException(string operation, string subject, int errno)
        : base($"Cannot {operation} {subject}: {Reason(errno)}.")
    {
        Operation = operation;
        Errno = errno;
    }

    /// <summary>What was tried, as a verb phrase such as <c>open</c>.</summary>
    public string Operation { get; }

    /// <summary>The entry, where the operation knew it.</summary>
    public EntryPath? Path { get; }

    /// <summary>The Linux error number.</summary>
    public int Errno { get; }

    /// <summary>Whether the entry, or a directory above it, is gone or was replaced by something else.</summary>
    public bool IsVanished => Errno is Native.Errno.ENOENT or Native.Errno.ESTALE or Native.Errno.ENOTDIR or Native.Errno.ELOOP;

    /// <summary>Whether this process lacks the right to do it.</summary>
    public bool IsDenied => Errno is Native.Errno.EACCES or Native.Errno.EPERM;

    /// <summary>Whether the file system or the user's share of it is full.</summary>
    public bool IsDiskFull => Errno is Native.Errno.ENOSPC or Native.Errno.EDQUOT;

    /// <summary>Whether the file system is mounted read-only.</summary>
    public bool IsReadOnly => Errno is Native.Errno.EROFS;

    /// <summary>Whether something is in the way: it is mounted upon, or in use by the system.</summary>
    public bool IsBusy => Errno is Native.Errno.EBUSY;

    /// <summary>Whether the name is taken.</summary>
    public bool IsTaken => Errno is Native.Errno.EEXIST or Native.Errno.ENOTEMPTY;

    private static string Reason(int errno) => errno switch
    {
        Native.Errno.ENOENT => "it does not exist (any more)",
        Native.Errno.ELOOP => "a symbolic link stands where none is followed",
        _ => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})",
    };
}
