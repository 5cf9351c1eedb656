using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;
using Holdfast.Engine.Volumes.Scanning;

using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Volumes;

/// <summary>Builds a tree of files in a new directory that nobody else uses yet.</summary>
/// <remarks>
/// A directory is made before what it holds and finished after it, the deepest first. Nothing that exists is overwritten, no
/// symbolic link is followed and no path leads out of the directory. Calls may be concurrent.
/// </remarks>
public sealed unsafe class TreeWriter
{
    private const uint PrivateDirectory = 0b111_000_000;
    private const uint PrivateFile = 0b110_000_000;

    private readonly VolumeRoot _root;
    private readonly MetadataWriter _metadata;

    private TreeWriter(VolumeRoot root, MetadataPolicy policy)
    {
        _root = root;
        _metadata = new MetadataWriter(root, policy, Warnings);
    }

    /// <summary>What could not be restored as it was saved; stays empty when the policy is <see cref="MetadataPolicy.Strict"/>.</summary>
    public RestoreWarnings Warnings { get; } = new();

    /// <summary>The policy for a process like this one: root can do everything and must, others do what they can.</summary>
    public static MetadataPolicy DefaultPolicy => Environment.IsPrivilegedProcess ? MetadataPolicy.Strict : MetadataPolicy.Warn;

    /// <summary>Takes over an empty directory: makes it private, and frees it from what it would hand down to new files.</summary>
    /// <exception cref="IOException">The directory is not empty.</exception>
    /// <exception cref="VolumeException">It cannot be written to.</exception>
    public static TreeWriter Open(VolumeRoot root, MetadataPolicy? policy = null)
    {
        var directory = PathWalk.Open(root.Descriptor, [], OpenFlags.ReadOnly | OpenFlags.Directory);
        if (directory < 0)
        {
            throw root.Failure("open the directory", EntryPath.Root);
        }

        try
        {
            var listing = DirectoryListing.Read(directory, new byte[4096]) ?? throw root.Failure("list the directory", EntryPath.Root);
            if (listing.Count > 0)
            {
                throw new IOException($"'{root.DirectoryPath}' is not empty: a tree is only built in a new directory.");
            }

            fixed (byte* inherited = "system.posix_acl_default\0"u8, own = "system.posix_acl_access\0"u8)
            {
                // Failing means that there is none, or that the file system has no such lists.
                _ = Libc.RemoveAttribute(directory, inherited);
                _ = Libc.RemoveAttribute(directory, own);
            }

            if (Libc.ChangeMode(directory, PrivateDirectory) != 0)
            {
                throw root.Failure("set the mode of", EntryPath.Root);
            }
        }
        finally
        {
            Libc.CloseQuietly(directory);
        }

        return new TreeWriter(root, policy ?? DefaultPolicy);
    }

    /// <summary>Makes a directory that only this process' user can enter until <see cref="FinishDirectory"/>.</summary>
    /// <exception cref="VolumeException">It exists, its parent does not, or the disk is full.</exception>
    public void CreateDirectory(EntryPath path)
    {
        Check(path);
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(_root.Descriptor, path, name);
        if (parent.Descriptor < 0 || Libc.MakeDirectory(parent.Descriptor, name, PrivateDirectory) != 0)
        {
            throw _root.Failure("create the directory", path);
        }
    }

    /// <summary>Makes a whole file; four system calls when it is an ordinary one.</summary>
    /// <exception cref="VolumeException">It exists, its directory does not, the disk is full, or the policy is strict and something cannot be set.</exception>
    public void WriteWholeFile(
        EntryPath path, ReadOnlySpan<byte> content, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes)
    {
        Check(path);
        var mode = MetadataWriter.FirstMode(metadata, attributes);
        var file = Create(path, OpenFlags.WriteOnly, mode);
        try
        {
            if (!Write(file, content, 0))
            {
                throw _root.Failure("write", path);
            }

            _metadata.Finish(file, path, metadata, attributes, mode);
        }
        catch
        {
            Libc.CloseQuietly(file);
            throw;
        }

        // Network file systems report here what did not fit.
        if (Libc.Close(file) != 0)
        {
            throw _root.Failure("close", path);
        }
    }

    /// <summary>Makes a file of <paramref name="size"/> bytes that reads as zeros and takes no space until it is written to.</summary>
    /// <returns>Open for reading and writing; to be given to <see cref="FinishFile"/> and disposed.</returns>
    /// <exception cref="VolumeException">It exists, its directory does not, or the file system has no files of this size.</exception>
    public SafeFileHandle CreateFile(EntryPath path, long size)
    {
        Check(path);
        var handle = new SafeFileHandle(Create(path, OpenFlags.ReadWrite, PrivateFile), ownsHandle: true);
        if (size > 0 && Libc.Truncate((int)handle.DangerousGetHandle(), size) != 0)
        {
            var failure = _root.Failure($"make room for {size} bytes in", path);
            handle.Dispose();
            throw failure;
        }

        return handle;
    }

    /// <summary>Opens a file from <see cref="CreateFile"/> again, for reading and writing.</summary>
    /// <exception cref="VolumeException">It is not there.</exception>
    public SafeFileHandle OpenFile(EntryPath path)
    {
        Check(path);
        var file = _root.OpenForReading(path, OpenFlags.ReadWrite);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw _root.Failure("open", path);
    }

    /// <summary>Writes all of <paramref name="content"/> at <paramref name="offset"/>; may be called concurrently for one file.</summary>
    /// <exception cref="VolumeException">The disk is full or failed.</exception>
    public void Write(SafeFileHandle file, ReadOnlySpan<byte> content, long offset)
    {
        var isWritten = Write((int)file.DangerousGetHandle(), content, offset);
        GC.KeepAlive(file);
        if (!isWritten)
        {
            throw _root.Failure("write", file);
        }
    }

    /// <summary>Gives a file from <see cref="CreateFile"/> its metadata, after the last write.</summary>
    /// <exception cref="VolumeException">The policy is strict and something cannot be set, or the file system failed.</exception>
    public void FinishFile(SafeFileHandle file, EntryPath path, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes)
    {
        _metadata.Finish((int)file.DangerousGetHandle(), path, metadata, attributes, PrivateFile);
        GC.KeepAlive(file);
    }

    /// <summary>Makes a symbolic link; <paramref name="target"/> is stored as it is and need not exist.</summary>
    /// <exception cref="VolumeException">It exists, its directory does not, or the policy is strict and something cannot be set.</exception>
    public void CreateSymlink(
        EntryPath path, ReadOnlySpan<byte> target, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes)
    {
        Check(path);
        if (target.IsEmpty || target.Length > PathWalk.MaxPiece || target.Contains((byte)0))
        {
            throw new ArgumentException($"The target of the link '{path}' is none that Linux can have.", nameof(target));
        }

        var text = stackalloc byte[PathWalk.MaxPiece + 1];
        target.CopyTo(new Span<byte>(text, PathWalk.MaxPiece));
        text[target.Length] = 0;
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(_root.Descriptor, path, name);
        if (parent.Descriptor < 0 || Libc.MakeSymlink(text, parent.Descriptor, name) != 0)
        {
            throw _root.Failure("create the link", path);
        }

        _metadata.FinishNamed(parent.Descriptor, name, path, metadata, attributes);
    }

    /// <summary>Gives an entry that is already there one more name.</summary>
    /// <exception cref="VolumeException">The name exists, the entry does not, or the file system has no hard links.</exception>
    public void CreateHardLink(EntryPath path, EntryPath target)
    {
        Check(path);
        Check(target);
        var name = stackalloc byte[ParentDirectory.NameSize];
        var targetName = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(_root.Descriptor, path, name);
        if (parent.Descriptor < 0)
        {
            throw _root.Failure("create the link", path);
        }

        using var targetParent = ParentDirectory.Open(_root.Descriptor, target, targetName);
        if (targetParent.Descriptor < 0 || Libc.MakeLink(targetParent.Descriptor, targetName, parent.Descriptor, name, 0) != 0)
        {
            throw _root.Failure($"link to '{target}' from", path);
        }
    }

    /// <summary>Makes a FIFO or a device node.</summary>
    /// <returns>False when only the right to make device nodes is missing and the policy is to warn.</returns>
    /// <exception cref="VolumeException">It exists, its directory does not, or the policy is strict and something cannot be set.</exception>
    public bool CreateSpecial(EntryPath path, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes)
    {
        Check(path);
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(_root.Descriptor, path, name);
        if (parent.Descriptor < 0)
        {
            throw _root.Failure("reach the directory of", path);
        }

        var mode = SpecialType(metadata.Kind) | (metadata.Mode & MetadataWriter.PermissionBits);
        if (Libc.MakeNode(parent.Descriptor, name, mode, DeviceNumber(metadata)) != 0)
        {
            _metadata.Refused("create the special file", path);
            return false;
        }

        _metadata.FinishNamed(parent.Descriptor, name, path, metadata, attributes);
        return true;
    }

    /// <summary>Gives a directory its metadata, after everything in it is finished. The empty path is the tree's own directory.</summary>
    /// <exception cref="VolumeException">The policy is strict and something cannot be set, or the file system failed.</exception>
    public void FinishDirectory(EntryPath path, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes)
    {
        VolumeRoot.Check(path);
        var directory = PathWalk.Open(_root.Descriptor, path.Bytes, OpenFlags.ReadOnly | OpenFlags.Directory);
        if (directory < 0)
        {
            throw _root.Failure("open the directory", path);
        }

        try
        {
            _metadata.Finish(directory, path, metadata, attributes, PrivateDirectory);
        }
        finally
        {
            Libc.CloseQuietly(directory);
        }
    }

    /// <summary>Brings everything written to this file system to the disk.</summary>
    /// <exception cref="VolumeException">Something did not reach the disk: the tree cannot be trusted.</exception>
    public void SyncFileSystem()
    {
        if (Libc.SyncFileSystem(_root.Descriptor) != 0)
        {
            throw _root.Failure("bring to the disk", EntryPath.Root);
        }
    }

    private int Create(EntryPath path, int access, uint mode)
    {
        var file = PathWalk.Open(_root.Descriptor, path.Bytes, access | OpenFlags.Create | OpenFlags.Exclusive, mode);
        return file >= 0 ? file : throw _root.Failure("create", path);
    }

    private static bool Write(int file, ReadOnlySpan<byte> content, long offset)
    {
        while (!content.IsEmpty)
        {
            nint written;
            fixed (byte* start = content)
            {
                written = Libc.Write(file, start, (nuint)content.Length, offset);
            }

            if (written < 0)
            {
                return false;
            }

            content = content[(int)written..];
            offset += written;
        }

        return true;
    }

    private static uint SpecialType(EntryKind kind) => kind switch
    {
        EntryKind.Fifo => StatxBuffer.FifoType,
        EntryKind.CharacterDevice => StatxBuffer.CharacterDeviceType,
        EntryKind.BlockDevice => StatxBuffer.BlockDeviceType,
        _ => throw new ArgumentException($"{kind} is not a special file that can be made.", nameof(kind)),
    };

    /// <summary>The number as glibc's <c>makedev</c> puts it together.</summary>
    private static ulong DeviceNumber(in EntryMetadata metadata) =>
        ((metadata.DeviceMajor & 0xfffff000ul) << 32) | ((metadata.DeviceMajor & 0xffful) << 8)
        | ((metadata.DeviceMinor & 0xffffff00ul) << 12) | (metadata.DeviceMinor & 0xfful);

    private static void Check(EntryPath path)
    {
        VolumeRoot.Check(path);
        if (path.IsRoot)
        {
            throw new ArgumentException("The tree's own directory exists already.", nameof(path));
        }
    }
}
