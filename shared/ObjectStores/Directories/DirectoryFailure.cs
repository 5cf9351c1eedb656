using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Directories;

/// <summary>Turns an error number of the kernel into an exception that an operator can act on.</summary>
internal static class DirectoryFailure
{
    /// <summary>The exception for <paramref name="errno"/> while doing <paramref name="action"/> ("store", "list", …).</summary>
    public static ObjectStoreException From(int errno, string action, string path, string? key, Exception? cause = null)
    {
        var (name, meaning, advice, transient) = Describe(errno);
        var subject = key is null ? $"'{path}'" : $"'{key}' (at '{path}')";
        return new ObjectStoreException($"Cannot {action} {subject}: {meaning} ({name}). {advice}", transient, key, cause)
        {
            Hint = advice,
            IsDenied = errno is Errno.AccessDenied or Errno.NotPermitted or Errno.ReadOnlyFileSystem,
        };
    }

    /// <summary>The exception for a failed call of .NET's file API.</summary>
    public static ObjectStoreException From(Exception failure, string action, string path, string? key) =>
        From(ErrnoOf(failure), action, path, key, failure);

    /// <summary>Whether <paramref name="failure"/> comes from the file system rather than from a defect.</summary>
    public static bool IsFileFailure(Exception failure) =>
        failure is UnauthorizedAccessException or ArgumentOutOfRangeException
        || failure is IOException and not (ObjectStoreException or ObjectExistsException or ObjectNotFoundException or EndOfStreamException);

    /// <summary>The kernel's error number behind an exception of .NET's file API.</summary>
    public static int ErrnoOf(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.NoEntry,
        PathTooLongException => Errno.NameTooLong,
        // .NET reports EFBIG of a write as an argument out of range.
        ArgumentOutOfRangeException => Errno.FileTooLarge,
        UnauthorizedAccessException { InnerException: IOException inner } => inner.HResult,
        UnauthorizedAccessException => Errno.AccessDenied,
        _ => failure.HResult,
    };

    private static (string Name, string Meaning, string Advice, bool Transient) Describe(int errno) => errno switch
    {
        Errno.NoSpace => ("ENOSPC", "no space is left on the device", "Free or add space, then run the operation again.", false),
        Errno.QuotaExceeded => ("EDQUOT", "the disk quota is used up", "Free space or raise the quota, then run the operation again.", false),
        Errno.FileTooLarge => ("EFBIG", "the file is larger than the file system or the process limit allows", "Raise the limit (ulimit -f).", false),
        Errno.InputOutput => ("EIO", "the disk or its server reported an input/output error", "Check the disk and the kernel log before you trust this storage.", false),
        Errno.ReadOnlyFileSystem => ("EROFS", "the file system is read-only", "Mount it writable; after disk errors the kernel does this by itself.", false),
        Errno.AccessDenied => ("EACCES", "permission is denied", "Give the user this service runs as the right to do this (owner, mode, or the NFS export's squash setting).", false),
        Errno.NotPermitted => ("EPERM", "the operation is not permitted", "Check owner, immutable attributes and the mount options.", false),
        Errno.NoEntry => ("ENOENT", "there is no such file or directory", "Check that the store's file system is mounted.", false),
        Errno.NotDirectory => ("ENOTDIR", "a part of its path is an object, not a directory", "Remove or rename what is in the way.", false),
        Errno.IsDirectory => ("EISDIR", "a directory is in its place", "Remove or rename what is in the way.", false),
        Errno.NameTooLong => ("ENAMETOOLONG", "its name is too long for this file system", "Use a file system that allows names of 255 bytes.", false),
        Errno.Stale => ("ESTALE", "the NFS server replaced what the handle referred to", "Remount the export if this does not pass.", true),
        Errno.TimedOut => ("ETIMEDOUT", "the NFS server does not answer", "Check the server and the network.", true),
        Errno.RemoteInputOutput => ("EREMOTEIO", "the NFS server reported an error", "Check the server's log.", true),
        Errno.TryAgain => ("EAGAIN", "a resource is busy", "Try again.", true),
        Errno.Busy => ("EBUSY", "a resource is busy", "Try again.", true),
        Errno.TooManyOpen or Errno.TooManyOpenSystem => ("EMFILE", "too many files are open", "Raise the limit (ulimit -n) if this does not pass.", true),
        _ => ($"error {errno}", "the system call failed", "Look the error number up in errno(3).", false),
    };
}
