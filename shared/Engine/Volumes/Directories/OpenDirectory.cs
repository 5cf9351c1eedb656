using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;
using Holdfast.Engine.Volumes.Scanning;

using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Volumes.Directories;

/// <summary>A directory whose own names are listed, made, moved and removed. Names are bytes, as the kernel sees them.</summary>
/// <remarks>Nothing is followed and nothing replaced. Not for concurrent use, but for the parts that <see cref="TreeRemoval"/> takes.</remarks>
public sealed unsafe partial class OpenDirectory : IDisposable
{
    private const uint PrivateMode = 0b111_000_000;

    private readonly SafeFileHandle _handle;
    private readonly Action<string>? _beforeChange;
    private bool _isLocked;

    private OpenDirectory(string path, int descriptor, Action<string>? beforeChange)
    {
        DirectoryPath = path;
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
        _beforeChange = beforeChange;
    }

    /// <summary>The path it was opened by, for people.</summary>
    public string DirectoryPath { get; }

    /// <summary>Where it is, without symbolic links.</summary>
    public string RealPath => File.ResolveLinkTarget($"/proc/self/fd/{Descriptor}", returnFinalTarget: false)?.FullName ?? DirectoryPath;

    internal int Descriptor => (int)_handle.DangerousGetHandle();

    internal Action<string>? BeforeChange => _beforeChange;

    /// <summary>Opens a directory; symbolic links in the path are followed.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="beforeChange">Told of each change here and below before it is made; what it throws prevents the change.</param>
    /// <exception cref="VolumeException">It does not exist, is no directory or may not be read.</exception>
    public static OpenDirectory Open(string path, Action<string>? beforeChange = null)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var descriptor = Libc.OpenAt(Libc.WorkingDirectory, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec, 0);
            return descriptor >= 0
                ? new OpenDirectory(path, descriptor, beforeChange)
                : throw new VolumeException("open the directory", $"'{path}'", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Opens a directory in this one.</summary>
    /// <exception cref="VolumeException">It is not there, is no directory or may not be read.</exception>
    public OpenDirectory OpenChild(ReadOnlySpan<byte> name)
    {
        var descriptor = PathWalk.Open(Descriptor, name, OpenFlags.ReadOnly | OpenFlags.Directory);
        return descriptor >= 0
            ? new OpenDirectory(Path.Combine(DirectoryPath, new EntryPath(name.ToArray()).ToString()), descriptor, _beforeChange)
            : throw Failure("open the directory", name);
    }

    /// <summary>All names but <c>.</c> and <c>..</c>, sorted by their bytes.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public IReadOnlyList<byte[]> Names()
    {
        if (Libc.Seek(Descriptor, 0, 0) < 0 || DirectoryListing.Read(Descriptor, new byte[32 << 10]) is not { } listing)
        {
            throw Failure("list the directory", []);
        }

        var names = new byte[listing.Count][];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = listing.Name(i).ToArray();
        }

        return names;
    }

    /// <summary>What stands under a name; null when nothing does.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public EntryMetadata? Find(ReadOnlySpan<byte> name)
    {
        var own = stackalloc byte[ParentDirectory.NameSize];
        Put(name, own);
        StatxBuffer status;
        if (Libc.Statx(Descriptor, own, &status) == 0)
        {
            return status.Metadata;
        }

        return Marshal.GetLastPInvokeError() == Errno.ENOENT ? null : throw Failure("read the metadata of", name);
    }

    /// <summary>Makes a directory that only this process' user may enter.</summary>
    /// <exception cref="VolumeException">The name is taken, the disk is full, or this process may not.</exception>
    public void MakeDirectory(ReadOnlySpan<byte> name)
    {
        Announce("make", name);
        var own = stackalloc byte[ParentDirectory.NameSize];
        Put(name, own);
        if (Libc.MakeDirectory(Descriptor, own, PrivateMode) != 0)
        {
            throw Failure("create the directory", name);
        }
    }

    /// <summary>Moves what stands under a name to another directory of the same file system. Takes as long for a tree as for a file.</summary>
    /// <exception cref="VolumeException">The new name is taken (<see cref="VolumeException.IsTaken"/>), the old one a mount point, or this process may not.</exception>
    public void Move(ReadOnlySpan<byte> name, OpenDirectory target, ReadOnlySpan<byte> newName)
    {
        Announce("move", name);
        var own = stackalloc byte[ParentDirectory.NameSize];
        var other = stackalloc byte[ParentDirectory.NameSize];
        Put(name, own);
        Put(newName, other);
        if (Libc.Rename(Descriptor, own, target.Descriptor, other, Libc.NoReplace) == 0)
        {
            return;
        }

        // Network file systems cannot promise not to replace: there, ask first.
        if (Marshal.GetLastPInvokeError() is Errno.EINVAL or Errno.ENOSYS)
        {
            if (target.Find(newName) is not null)
            {
                Marshal.SetLastPInvokeError(Errno.EEXIST);
            }
            else if (Libc.Rename(Descriptor, own, target.Descriptor, other) == 0)
            {
                return;
            }
        }

        throw Failure(target == this ? "rename" : $"move to '{target.DirectoryPath}'", name);
    }

    /// <summary>Removes a name; of a directory only when it is empty.</summary>
    /// <exception cref="VolumeException">It is not there, is not empty (<see cref="VolumeException.IsTaken"/>), or this process may not.</exception>
    public void Remove(ReadOnlySpan<byte> name, bool isDirectory)
    {
        Announce("remove", name);
        var own = stackalloc byte[ParentDirectory.NameSize];
        Put(name, own);
        if (Libc.Unlink(Descriptor, own, isDirectory ? Libc.RemoveDirectory : 0) != 0)
        {
            throw Failure("remove", name);
        }
    }

    /// <summary>Brings the names of this directory to the disk.</summary>
    /// <exception cref="VolumeException">They did not reach it.</exception>
    public void Sync()
    {
        Announce("sync", []);
        if (Libc.Sync(Descriptor) != 0)
        {
            throw Failure("bring to the disk", []);
        }
    }

    /// <summary>Keeps other processes that ask for the same out until this is disposed or the process ends.</summary>
    /// <returns>False when another one has it.</returns>
    public bool TryLock()
    {
        _isLocked = Libc.Lock(Descriptor, Libc.ExclusiveNow) == 0;
        return _isLocked || (Marshal.GetLastPInvokeError() == Errno.EWOULDBLOCK ? false : throw Failure("lock", []));
    }

    /// <summary>What is left on the file system of this directory.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public FileSystemSpace Space()
    {
        StatvfsBuffer status;
        if (Libc.FileSystemStatus(Descriptor, &status) != 0)
        {
            throw Failure("find the free space of", []);
        }

        return new FileSystemSpace(
            (long)UInt128.Min((UInt128)status.AvailableBlocks * status.FragmentSize, (UInt128)long.MaxValue),
            (int)Math.Clamp(status.FragmentSize, 1, 1 << 20),
            status.Files == 0 ? null : (long)status.AvailableFiles);
    }

    public void Dispose()
    {
        if (_isLocked && !_handle.IsClosed)
        {
            // A process that is just being started has the directory open too, until it runs its program: closing alone would not do.
            _ = Libc.Lock(Descriptor, Libc.Unlock);
        }

        _handle.Dispose();
    }

    /// <summary>The failure of the last call, concerning a name here, or the directory itself.</summary>
    private VolumeException Failure(string operation, ReadOnlySpan<byte> name) =>
        new(operation, DirectoryPath, new EntryPath(name.ToArray()), Marshal.GetLastPInvokeError());

    private void Announce(string what, ReadOnlySpan<byte> name)
    {
        if (_beforeChange is { } beforeChange)
        {
            beforeChange($"{what} '{new EntryPath(name.ToArray())}' in '{DirectoryPath}'");
        }
    }

    private static void Put(ReadOnlySpan<byte> name, byte* target)
    {
        if (name.IsEmpty || name.Contains((byte)'/') || !new EntryPath(name.ToArray()).IsSafe)
        {
            throw new ArgumentException($"'{new EntryPath(name.ToArray())}' is not a name in a directory.", nameof(name));
        }

        name.CopyTo(new Span<byte>(target, ParentDirectory.NameSize));
        target[name.Length] = 0;
    }
}
