using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Volumes;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Restore;

/// <summary>Takes content from a tree on this host where it is what the catalog says, so that it need not be fetched. Safe for concurrent use.</summary>
/// <remarks>
/// A file of the same path, size and time is read, and each piece is hashed before it is written: what differs all the same is fetched.
/// Nothing depends on the local tree, which may change or vanish at any moment.
/// </remarks>
internal sealed class LocalFiles(VolumeRoot local, TreeWriter tree, Repository repository, RestoreCounters counters)
{
    // Of several keys an older one may have made the ids; then nothing matches, and everything is fetched.
    private readonly ChunkHasher _hasher = new(repository.Keyring.Current?.ChunkIdKey());
    private readonly ConcurrentDictionary<string, ChunkHasher> _packs = new();

    /// <summary>What computes the ids of chunks that were taken from here, by the key of the pack that has them too.</summary>
    public IReadOnlyDictionary<string, ChunkHasher> Hashers => _packs;

    /// <summary>Opens the file that an entry may be the same as.</summary>
    /// <returns>Null when there is none.</returns>
    public SafeFileHandle? Open(CatalogEntry entry)
    {
        try
        {
            var file = local.OpenRead(entry.Path);
            var found = local.Stat(file);
            if (found.Kind == EntryKind.File && found.Size == entry.Metadata.Size && found.ModifiedAt == entry.Metadata.ModifiedAt)
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (VolumeException)
        {
            return null; // gone or not to be read: the store has it
        }
    }

    /// <summary>Writes a file that is one stretch of a chunk.</summary>
    /// <returns>False when the local file is another one.</returns>
    public bool TryWriteWhole(SafeFileHandle file, CatalogEntry entry) => TryRead(
        file, entry, entry.Content[0], 0, content => tree.WriteWholeFile(entry.Path, content, entry.Metadata, entry.Attributes));

    /// <summary>Writes one stretch of a file that was made before.</summary>
    /// <returns>False when the local file has something else there.</returns>
    public bool TryWritePart(SafeFileHandle file, CatalogEntry entry, ContentPart part, long at, SafeFileHandle target) =>
        TryRead(file, entry, part, at, content => tree.Write(target, content, at));

    private bool TryRead(SafeFileHandle file, CatalogEntry entry, ContentPart part, long at, ReadOnlySpanAction write)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)part.Length);
        try
        {
            var content = buffer.AsSpan(0, (int)part.Length);
            if (!Fill(file, content, at) || !IsContent(entry, part, content))
            {
                return false;
            }

            write(content);
            counters.AddWritten(part.Length);
            counters.AddReused(part.Length);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool Fill(SafeFileHandle file, Span<byte> content, long at)
    {
        try
        {
            var filled = 0;
            while (filled < content.Length && local.Read(file, content[filled..], at + filled) is var count && count > 0)
            {
                filled += count;
            }

            return filled == content.Length;
        }
        catch (VolumeException)
        {
            return false; // the local disk has lost it, the store has not
        }
    }

    private bool IsContent(CatalogEntry entry, ContentPart part, ReadOnlySpan<byte> content)
    {
        var chunk = part.Chunk!;
        if (entry.Sha256 is not null && part.Length == entry.Metadata.Size)
        {
            return SHA256.HashData(content).AsSpan().SequenceEqual(entry.Sha256);
        }

        if (content.Length != chunk.Size || _hasher.Compute(content) != chunk.Id)
        {
            return false;
        }

        _packs.TryAdd(chunk.Pack.Key, _hasher);
        return true;
    }

    private delegate void ReadOnlySpanAction(ReadOnlySpan<byte> content);
}
