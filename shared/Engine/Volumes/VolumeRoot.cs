using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Volumes.Native;

using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Volumes;

/// <summary>An open directory of the host whose tree is read or written; every path is relative to it and never leads out of it.</summary>
/// <remarks>
/// No symbolic link is followed below the directory, and paths may have any length. All members may be called concurrently; dispose
/// only after the last call has returned.
/// </remarks>
public sealed unsafe class VolumeRoot : IDisposable
{
    private readonly SafeFileHandle _handle;
    private volatile bool _keepsAccessTimes = true;

    private VolumeRoot(string directory, SafeFileHandle handle)
    {
        DirectoryPath = directory;
        _handle = handle;
    }

    /// <summary>The path it was opened by.</summary>
    public string DirectoryPath { get; }

    internal int Descriptor => (int)_handle.DangerousGetHandle();

    /// <summary>Opens a directory; symbolic links in <paramref name="path"/> itself are followed.</summary>
    /// <exception cref="VolumeException">It does not exist, is no directory or may not be read.</exception>
    public static VolumeRoot Open(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var flags = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec;
            var descriptor = Libc.OpenAt(Libc.WorkingDirectory, name, flags, 0);
            return descriptor >= 0
                ? new VolumeRoot(path, new SafeFileHandle(descriptor, ownsHandle: true))
                : throw new VolumeException("open the directory", $"'{path}'", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>What the file system says of an entry; of a symbolic link itself, not of its target.</summary>
    /// <exception cref="VolumeException">The entry has vanished or may not be reached.</exception>
    public EntryMetadata Stat(EntryPath path) => Status(path).Metadata;

    /// <summary>As <see cref="Stat(EntryPath)"/>, with what tells hard links and sparse files.</summary>
    /// <exception cref="VolumeException">The entry has vanished or may not be reached.</exception>
    public ScannedEntry Inspect(EntryPath path) => Status(path).Entry(path);

    /// <summary>What the file system says of an open file now.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public EntryMetadata Stat(SafeFileHandle file)
    {
        StatxBuffer status;
        var result = Libc.Statx(Raw(file), &status);
        GC.KeepAlive(file);
        return result == 0 ? status.Metadata : throw Failure("read the metadata of", file);
    }

    /// <summary>Opens a file for reading, without changing its access time where that is permitted.</summary>
    /// <remarks>Never blocks, also when the entry has become a FIFO: look at the kind of <see cref="Stat(SafeFileHandle)"/>.</remarks>
    /// <exception cref="VolumeException">The entry has vanished, has become a symbolic link or may not be read.</exception>
    public SafeFileHandle OpenRead(EntryPath path)
    {
        Check(path);
        var descriptor = OpenForReading(path, OpenFlags.NonBlocking);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure("open", path);
    }

    /// <summary>Reads up to <paramref name="destination"/>'s length at <paramref name="offset"/>; 0 at the end of the file.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public int Read(SafeFileHandle file, Span<byte> destination, long offset)
    {
        fixed (byte* buffer = destination)
        {
            var count = Libc.Read(Raw(file), buffer, (nuint)destination.Length, offset);
            GC.KeepAlive(file);
            return count >= 0 ? (int)count : throw Failure("read", file);
        }
    }

    /// <summary>The target of a symbolic link, as it is stored.</summary>
    /// <exception cref="VolumeException">The entry has vanished or is no symbolic link.</exception>
    public byte[] ReadLink(EntryPath path)
    {
        Check(path);
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(Descriptor, path, name);
        if (parent.Descriptor < 0)
        {
            throw Failure("reach", path);
        }

        var buffer = stackalloc byte[PathWalk.MaxPiece + 1];
        var length = Libc.ReadLinkAt(parent.Descriptor, name, buffer, PathWalk.MaxPiece + 1);
        return length >= 0 ? new ReadOnlySpan<byte>(buffer, (int)length).ToArray() : throw Failure("read the link", path);
    }

    /// <summary>The extended attributes of an entry, sorted by name; none where the file system has no such thing.</summary>
    /// <exception cref="VolumeException">The entry has vanished or an attribute may not be read.</exception>
    public IReadOnlyList<ExtendedAttribute> ReadAttributes(EntryPath path)
    {
        Check(path);
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(Descriptor, path, name);
        if (parent.Descriptor < 0)
        {
            throw Failure("reach", path);
        }

        var procPath = stackalloc byte[AttributeTarget.PathSize];
        AttributeTarget.PathOf(parent.Descriptor, name, procPath);
        return AttributeReader.Read(new AttributeTarget(procPath)) ?? throw Failure("read the extended attributes of", path);
    }

    /// <summary>The extended attributes of an open file; one system call when there are none.</summary>
    /// <exception cref="VolumeException">An attribute may not be read.</exception>
    public IReadOnlyList<ExtendedAttribute> ReadAttributes(SafeFileHandle file)
    {
        var attributes = AttributeReader.Read(new AttributeTarget(Raw(file)));
        GC.KeepAlive(file);
        return attributes ?? throw Failure("read the extended attributes of", file);
    }

    /// <summary>The parts of an open file that hold data, ascending; what lies between them reads as zeros. One part where holes are unknown.</summary>
    /// <param name="file">An open regular file; its position is changed.</param>
    /// <param name="size">Where to stop, in bytes.</param>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public IEnumerable<ByteRange> DataSegments(SafeFileHandle file, long size)
    {
        for (long end = 0; end < size;)
        {
            var start = Libc.Seek(Raw(file), end, Libc.SeekData);
            if (start < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error is Errno.EINVAL or Errno.EOPNOTSUPP)
                {
                    yield return new ByteRange(end, size - end);
                }
                else if (error != Errno.ENXIO)
                {
                    throw Failure("find the holes of", file);
                }

                yield break;
            }

            if (start >= size)
            {
                yield break;
            }

            end = Libc.Seek(Raw(file), start, Libc.SeekHole);
            end = end < 0 ? size : Math.Min(end, size);
            yield return new ByteRange(start, end - start);
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Opens for reading with <paramref name="flags"/>; negative when that fails.</summary>
    internal int OpenForReading(EntryPath path, int flags)
    {
        if (_keepsAccessTimes)
        {
            var descriptor = PathWalk.Open(Descriptor, path.Bytes, OpenFlags.ReadOnly | OpenFlags.NoAccessTime | flags);
            if (descriptor >= 0 || Marshal.GetLastPInvokeError() != Errno.EPERM)
            {
                return descriptor;
            }

            // Only the owner of a file and root may ask for this. Where it was refused once it is not asked for again.
            _keepsAccessTimes = false;
        }

        return PathWalk.Open(Descriptor, path.Bytes, OpenFlags.ReadOnly | flags);
    }

    /// <summary>The failure of the last call, concerning <paramref name="path"/>.</summary>
    internal VolumeException Failure(string operation, EntryPath path) => new(operation, DirectoryPath, path, Marshal.GetLastPInvokeError());

    /// <summary>The failure of the last call, concerning an open file.</summary>
    internal VolumeException Failure(string operation, SafeFileHandle file)
    {
        var error = Marshal.GetLastPInvokeError();
        var subject = File.ResolveLinkTarget($"/proc/self/fd/{file.DangerousGetHandle()}", returnFinalTarget: false)?.FullName;
        return new VolumeException(operation, subject is null ? $"an open file in '{DirectoryPath}'" : $"'{subject}'", error);
    }

    internal static void Check(EntryPath path)
    {
        if (!path.IsSafe)
        {
            throw new ArgumentException($"'{path}' is not a path inside a volume.", nameof(path));
        }
    }

    private static int Raw(SafeFileHandle file) => (int)file.DangerousGetHandle();

    private StatxBuffer Status(EntryPath path)
    {
        Check(path);
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(Descriptor, path, name);
        StatxBuffer status;
        return parent.Descriptor >= 0 && Libc.Statx(parent.Descriptor, name, &status) == 0
            ? status
            : throw Failure("read the metadata of", path);
    }
}
