using System.Runtime.InteropServices;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes.Directories;

/// <summary>Removes whole trees of any size and depth in bounded memory, with bounded open files.</summary>
/// <remarks>
/// Directories are opened relative to their parents, no symbolic link is followed and no other file system is entered. A directory
/// that lies too deep is first moved up to the top of the tree that is being removed. Read-only directories are opened for their owner.
/// </remarks>
public sealed unsafe class TreeRemoval
{
    private const int MaxDepth = 64;
    private const int BufferSize = 16 << 10;
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte DirectoryEntry = 4;
    private const byte UnknownEntry = 0;
    private const uint OwnerRights = 0b111_000_000;

    private readonly OpenDirectory _top;
    private readonly ulong _device;
    private readonly CancellationToken _cancellationToken;
    private long _moved;

    private TreeRemoval(OpenDirectory top, CancellationToken cancellationToken)
    {
        (_top, _cancellationToken) = (top, cancellationToken);
        _device = Status(top.Descriptor).Device;
    }

    /// <summary>Removes a directory with all it holds; nothing when it is not there.</summary>
    /// <exception cref="VolumeException">Something cannot be removed, such as what is immutable or mounted; the rest may be gone.</exception>
    public static void Run(OpenDirectory parent, ReadOnlySpan<byte> name, CancellationToken cancellationToken)
    {
        if (parent.Find(name) is not { } found)
        {
            return;
        }

        if (found.Kind == EntryKind.Directory)
        {
            using var top = parent.OpenChild(name);
            top.AllowOwner();
            new TreeRemoval(top, cancellationToken).Empty(top.Descriptor, 0);
        }

        parent.Remove(name, found.Kind == EntryKind.Directory);
    }

    private void Empty(int directory, int depth)
    {
        var buffer = new byte[BufferSize];
        bool found;
        do
        {
            // File systems may pass over names while others are removed.
            found = false;
            if (Libc.Seek(directory, 0, 0) < 0)
            {
                throw Failure("list", directory, []);
            }

            while (Read(directory, buffer) is var length and > 0)
            {
                for (var at = 0; at < length; at += MemoryMarshal.Read<ushort>(buffer.AsSpan(at + 16)))
                {
                    var name = buffer.AsSpan(at + NameOffset);
                    name = name[..name.IndexOf((byte)0)];
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        _cancellationToken.ThrowIfCancellationRequested();
                        found = true;
                        Remove(directory, name, buffer[at + TypeOffset], depth);
                    }
                }
            }
        }
        while (found);
    }

    private void Remove(int directory, ReadOnlySpan<byte> name, byte type, int depth)
    {
        _top.BeforeChange?.Invoke($"remove '{new EntryPath(name.ToArray())}' below '{_top.DirectoryPath}'");
        var own = stackalloc byte[ParentDirectory.NameSize];
        name.CopyTo(new Span<byte>(own, ParentDirectory.NameSize));
        own[name.Length] = 0;
        if (type is DirectoryEntry or UnknownEntry && IsDirectory(directory, own))
        {
            RemoveDirectory(directory, name, own, depth);
        }
        else if (Libc.Unlink(directory, own, 0) != 0 && Marshal.GetLastPInvokeError() != Errno.ENOENT)
        {
            throw Failure("remove", directory, name);
        }
    }

    private void RemoveDirectory(int directory, ReadOnlySpan<byte> name, byte* own, int depth)
    {
        if (Libc.Unlink(directory, own, Libc.RemoveDirectory) == 0)
        {
            return;
        }

        if (Marshal.GetLastPInvokeError() is not (Errno.ENOTEMPTY or Errno.EEXIST))
        {
            throw Failure("remove", directory, name);
        }

        var child = PathWalk.Open(directory, name, OpenFlags.ReadOnly | OpenFlags.Directory);
        if (child < 0 && Marshal.GetLastPInvokeError() == Errno.EACCES && Libc.ChangeMode(directory, own, OwnerRights, 0) == 0)
        {
            child = PathWalk.Open(directory, name, OpenFlags.ReadOnly | OpenFlags.Directory);
        }

        if (child < 0)
        {
            throw Failure("open the directory", directory, name);
        }

        try
        {
            var status = Status(child);
            if (status.Device != _device || status.IsMountRoot)
            {
                throw new VolumeException("remove", Subject(directory, name) + ", where something is mounted", Errno.EBUSY);
            }

            if ((status.Mode & OwnerRights) != OwnerRights)
            {
                _ = Libc.ChangeMode(child, OwnerRights); // what this does not help against fails below, and says so
            }

            if (depth >= MaxDepth)
            {
                MoveUp(directory, name, own);
                return;
            }

            Empty(child, depth + 1);
        }
        finally
        {
            Libc.CloseQuietly(child);
        }

        if (Libc.Unlink(directory, own, Libc.RemoveDirectory) != 0)
        {
            throw Failure("remove", directory, name);
        }
    }

    // The outermost loop finds it there.
    private void MoveUp(int directory, ReadOnlySpan<byte> name, byte* own)
    {
        while (true)
        {
            fixed (byte* free = System.Text.Encoding.ASCII.GetBytes($"~{_moved++}\0"))
            {
                StatxBuffer taken;
                if (Libc.Statx(_top.Descriptor, free, &taken) == 0)
                {
                    continue;
                }

                if (Libc.Rename(directory, own, _top.Descriptor, free) != 0)
                {
                    throw Failure("move", directory, name);
                }

                return;
            }
        }
    }

    private static bool IsDirectory(int directory, byte* name)
    {
        StatxBuffer status;
        return Libc.Statx(directory, name, &status) == 0 && status.Kind == EntryKind.Directory;
    }

    private static StatxBuffer Status(int directory)
    {
        StatxBuffer status;
        return Libc.Statx(directory, &status) == 0 ? status : throw Failure("read the metadata of", directory, []);
    }

    private static int Read(int directory, byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            var length = (int)Libc.ReadDirectory(directory, start, (nuint)buffer.Length);
            return length >= 0 ? length : throw Failure("list", directory, []);
        }
    }

    private static VolumeException Failure(string operation, int directory, ReadOnlySpan<byte> name)
    {
        var error = Marshal.GetLastPInvokeError();
        return new VolumeException(operation, Subject(directory, name), error);
    }

    private static string Subject(int directory, ReadOnlySpan<byte> name)
    {
        var parent = File.ResolveLinkTarget($"/proc/self/fd/{directory}", returnFinalTarget: false)?.FullName ?? "an open directory";
        return name.IsEmpty ? $"'{parent}'" : $"'{new EntryPath(name.ToArray())}' in '{parent}'";
    }
}
