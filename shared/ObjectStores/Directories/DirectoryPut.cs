using System.Buffers;
using System.Security.Cryptography;
using Holdfast.Engine.Objects;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Directories;

/// <summary>Brings files into the store: sync the bytes, give them their name unless it is taken, sync the directory.</summary>
/// <remarks>
/// The name is given by <c>renameat2(2)</c> with <c>RENAME_NOREPLACE</c>, or by <c>link(2)</c> where that is not known, as on NFS.
/// There a lost reply can make a link that succeeded look like one that failed with "exists"; then both names are one inode, which
/// is how such a case is told from a real conflict. Renaming goes first because it never leaves a second name behind through which
/// the stored bytes could be changed.
/// </remarks>
internal sealed class DirectoryPut(DirectoryLayout layout, DurableDirectories directories)
{
    private const string Action = "store";
    private const int CopyBuffer = 1 << 20;
    private const int MakeAttempts = 1000;

    public void Staged(string key, StagedFile file, CancellationToken cancellationToken)
    {
        var target = layout.PathOf(key);
        cancellationToken.ThrowIfCancellationRequested();
        var number = FileCalls.Open(file.Path, out var opened);
        using var staged = opened;
        if (number == Errno.NoEntry)
        {
            directories.RequireRoot(Action, key);
            RequireStored(key, file.Path, target, file.Length, file.Sha256.Span, cancellationToken);
            return;
        }

        ThrowIfFailed(number, file.Path, key);
        ThrowIfFailed(FileFacts.OfOpen(staged, out var facts), file.Path, key);
        if (facts.Length != file.Length)
        {
            throw new ObjectStoreException(
                $"Cannot store '{key}': the staged file '{file.Path}' has {facts.Length} bytes instead of {file.Length}. Was it written to, or cut by a full disk? Run the operation again.",
                false, key);
        }

        var root = directories.RequireRoot(Action, key);
        // A file of another user, which cannot be touched, is copied like one on another file system.
        if (!facts.SameDevice(root) || FileCalls.Touch(staged) != 0 || !TryMove(key, target, file, staged, cancellationToken))
        {
            Copied(key, target, file.Length, file.Sha256.Span, Pieces(staged, file), cancellationToken);
        }

        number = FileCalls.Unlink(file.Path);
        ThrowIfFailed(number == Errno.NoEntry ? 0 : number, file.Path, key);
    }

    public void Small(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Put(key, layout.PathOf(key), content, cancellationToken);

    /// <summary>The same for what is the store's own, at the root and under a name that no key can have.</summary>
    public void Own(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Put(name, layout.OwnFile(name), content, cancellationToken);

    private void Put(string key, string target, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        directories.RequireRoot(Action, key);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content.Span, hash);
        Copied(key, target, content.Length, hash, [content], cancellationToken);
    }

    private bool TryMove(string key, string target, StagedFile file, SafeFileHandle staged, CancellationToken cancellationToken)
    {
        SyncBytes(staged, file.Path, key);
        cancellationToken.ThrowIfCancellationRequested();
        return Publish(key, file.Path, target, file.Length, file.Sha256.Span, cancellationToken);
    }

    /// <summary>Gives the synced file its name. False when it lies on another file system.</summary>
    private bool Publish(
        string key, string source, string target, long length, ReadOnlySpan<byte> sha256, CancellationToken cancellationToken)
    {
        var parent = DirectoryLayout.ParentOf(target);
        for (var attempt = 1; ; attempt++)
        {
            var number = FileCalls.RenameNoReplace(source, target);
            if (number is Errno.Invalid or Errno.NotImplemented or Errno.NotSupported)
            {
                number = FileCalls.Link(source, target);
                if (number is Errno.NotPermitted or Errno.NotImplemented or Errno.NotSupported)
                {
                    throw new ObjectStoreException(
                        $"Cannot store '{key}': the file system of '{layout.Root}' offers neither renaming without replacing nor hard links. Put the store on ext4, XFS, Btrfs, ZFS or NFS.",
                        false, key);
                }
            }

            switch (number)
            {
                case 0:
                    directories.Sync(parent, Action, key);
                    return true;
                case Errno.Exists:
                    RequireSame(key, source, target, length, sha256, cancellationToken);
                    return true;
                case Errno.CrossDevice:
                    return false;
                case Errno.NoEntry when attempt < MakeAttempts:
                    directories.RequireRoot(Action, key);
                    if (FileFacts.OfName(source, out _) == Errno.NoEntry)
                    {
                        // The same request is being served twice, and the other one was faster.
                        RequireStored(key, source, target, length, sha256, cancellationToken);
                        return true;
                    }

                    directories.Make(parent, Action, key);
                    break;
                default:
                    throw DirectoryFailure.From(number, Action, target, key);
            }
        }
    }

    private void Copied(
        string key,
        string target,
        long length,
        ReadOnlySpan<byte> sha256,
        IEnumerable<ReadOnlyMemory<byte>> pieces,
        CancellationToken cancellationToken)
    {
        if (AlreadyStored(key, target, length, sha256, cancellationToken))
        {
            return;
        }

        directories.Make(layout.Incoming, Action, key);
        var copy = layout.NewIncomingFile();
        try
        {
            Write(key, copy, length, sha256, pieces, cancellationToken);
            if (!Publish(key, copy, target, length, sha256, cancellationToken))
            {
                throw new ObjectStoreException(
                    $"Cannot store '{key}': a directory inside the store '{layout.Root}' lies on another file system. Keep the whole store on one.",
                    false, key);
            }
        }
        finally
        {
            // Whatever its outcome: the copy has its name by now or is not wanted. What cannot be removed is swept later.
            FileCalls.Unlink(copy);
        }
    }

    private static void Write(
        string key,
        string copy,
        long length,
        ReadOnlySpan<byte> sha256,
        IEnumerable<ReadOnlyMemory<byte>> pieces,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            using var file = File.OpenHandle(copy, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            var offset = 0L;
            foreach (var piece in pieces)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(piece.Span);
                RandomAccess.Write(file, piece.Span, offset);
                offset += piece.Length;
            }

            if (offset != length || !hash.GetHashAndReset().AsSpan().SequenceEqual(sha256))
            {
                throw new ObjectStoreException(
                    $"Cannot store '{key}': the bytes read from staging are not those that were staged. Check the staging disk, then run the operation again.",
                    false, key);
            }

            SyncBytes(file, copy, key);
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, Action, copy, key);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(SafeFileHandle file, StagedFile staged)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(CopyBuffer, staged.Length + 1));
        try
        {
            var offset = 0L;
            while (RandomAccess.Read(file, buffer, offset) is var read and > 0)
            {
                yield return buffer.AsMemory(0, read);
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void SyncBytes(SafeFileHandle file, string path, string key)
    {
        if (FileCalls.Sync(file) is var number and not 0)
        {
            // The kernel has dropped the dirty pages and would call a second fsync a success: these bytes must not be used again.
            FileCalls.Unlink(path);
            throw DirectoryFailure.From(number, Action, path, key);
        }
    }

    /// <summary>A staged file that is gone is no error when its bytes are stored.</summary>
    private void RequireStored(
        string key, string source, string target, long length, ReadOnlySpan<byte> sha256, CancellationToken cancellationToken)
    {
        if (!AlreadyStored(key, target, length, sha256, cancellationToken))
        {
            throw new ObjectStoreException($"Cannot store '{key}': its staged file '{source}' is gone. Run the operation again.", false, key);
        }
    }

    private bool AlreadyStored(string key, string target, long length, ReadOnlySpan<byte> sha256, CancellationToken cancellationToken)
    {
        if (FileFacts.OfTarget(target, out var facts) != 0 || !facts.IsRegular)
        {
            return false;
        }

        RequireSame(key, null, target, length, sha256, cancellationToken);
        return true;
    }

    private void RequireSame(
        string key, string? source, string target, long length, ReadOnlySpan<byte> sha256, CancellationToken cancellationToken)
    {
        ThrowIfFailed(FileCalls.Open(target, out var opened), target, key);
        using var stored = opened;
        ThrowIfFailed(FileFacts.OfOpen(stored, out var facts), target, key);
        if (facts.IsDirectory)
        {
            throw DirectoryFailure.From(Errno.IsDirectory, Action, target, key);
        }

        var isSource = source is not null && FileFacts.OfTarget(source, out var staged) == 0 && staged.Identity == facts.Identity;
        if (!isSource && (facts.Length != length || !HashOf(stored, target, key, cancellationToken).SequenceEqual(sha256)))
        {
            throw new ObjectExistsException(key);
        }

        // Whoever put it may have crashed before it was durable.
        ThrowIfFailed(FileCalls.Sync(stored), target, key);
        directories.Sync(DirectoryLayout.ParentOf(target), Action, key);
    }

    private static Span<byte> HashOf(SafeFileHandle file, string path, string key, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            var offset = 0L;
            while (RandomAccess.Read(file, buffer, offset) is var read and > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                offset += read;
            }

            return hash.GetHashAndReset();
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "compare", path, key);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void ThrowIfFailed(int number, string path, string key)
    {
        if (number != 0)
        {
            throw DirectoryFailure.From(number, Action, path, key);
        }
    }
}
