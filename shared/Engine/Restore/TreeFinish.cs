using System.Buffers;
using System.Security.Cryptography;
using System.Threading.Channels;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Work;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Restore;

/// <summary>
/// Second reading of the catalog: makes what has no content of its own, gives large files and directories their metadata, and
/// compares every entry with the catalog, contents included.
/// </summary>
internal sealed class TreeFinish(
    VolumeRoot root,
    TreeWriter tree,
    IReadOnlyDictionary<string, ChunkHasher> hashers,
    LossList losses,
    RestoreOptions options,
    RestoreCounters counters)
{
    private const int MaxDifferences = 100;
    private readonly Channel<IReadOnlyList<CatalogEntry>> _files = Channel.CreateBounded<IReadOnlyList<CatalogEntry>>(4);
    private readonly EntryCheck _check = new(root, (options.Metadata ?? TreeWriter.DefaultPolicy) == MetadataPolicy.Strict);
    private readonly Stack<CatalogEntry> _directories = new();
    private readonly List<string> _differences = [];
    private long _differenceCount;

    public async Task RunAsync(IAsyncEnumerable<IReadOnlyList<CatalogEntry>> catalog, CancellationToken cancellationToken)
    {
        await Stages.RunAsync([FinishAsync, .. Enumerable.Repeat(CheckAsync, options.Workers)], cancellationToken);
        if (_differenceCount > 0)
        {
            throw new RestoreMismatchException(_differences, _differenceCount);
        }

        async Task FinishAsync(CancellationToken stop)
        {
            await foreach (var entries in catalog.WithCancellation(stop))
            {
                foreach (var entry in entries)
                {
                    Finish(entry);
                }

                await _files.Writer.WriteAsync(entries, stop);
            }

            _files.Writer.Complete();
            LeaveDirectories(null);
        }
    }

    private void Finish(CatalogEntry entry)
    {
        LeaveDirectories(entry);
        switch (entry.Metadata.Kind)
        {
            case EntryKind.Directory:
                _directories.Push(entry);
                break;
            case EntryKind.Symlink:
                tree.CreateSymlink(entry.Path, entry.LinkTarget, entry.Metadata, entry.Attributes);
                Compare(entry);
                break;
            case EntryKind.HardLink:
                var target = new EntryPath(entry.LinkTarget!);
                if (losses.Contains(target) && !Exists(target))
                {
                    losses.Add(entry.Path, 0, new IOException($"The file that it is another name of, '{target}', is lost."));
                }
                else
                {
                    tree.CreateHardLink(entry.Path, target);
                    Compare(entry);
                }

                break;
            case EntryKind.Fifo or EntryKind.CharacterDevice or EntryKind.BlockDevice:
                if (tree.CreateSpecial(entry.Path, entry.Metadata, entry.Attributes))
                {
                    Compare(entry);
                }

                break;
            case EntryKind.File when entry.Content is not [{ Chunk: not null }]:
                using (var file = tree.OpenFile(entry.Path))
                {
                    tree.FinishFile(file, entry.Path, entry.Metadata, entry.Attributes);
                }

                break;
        }
    }

    /// <summary>Finishes the directories that <paramref name="next"/> does not lie in; all when it is null.</summary>
    private void LeaveDirectories(CatalogEntry? next)
    {
        while (_directories.TryPeek(out var directory) && (next is null || !next.Path.Bytes.StartsWith(directory.Path.Bytes)
            || (!directory.Path.IsRoot && next.Path.Bytes[directory.Path.Bytes.Length] != '/')))
        {
            _directories.Pop();
            tree.FinishDirectory(directory.Path, directory.Metadata, directory.Attributes);
            Compare(directory);
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(StoredChunk.MaxSize);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var entries in _files.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (var entry in entries)
            {
                if (entry.Metadata.Kind == EntryKind.File && !losses.Contains(entry.Path))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    CompareFile(entry, buffer, hash);
                }
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Opened once for metadata and content: walking the path costs more than reading a small file.</summary>
    private void CompareFile(CatalogEntry entry, byte[] buffer, IncrementalHash hash)
    {
        if (entry.Content.Count == 0)
        {
            Compare(entry);
            return;
        }

        using var file = Open(entry);
        if (file is null)
        {
            return;
        }

        Report(_check.Differences(file, entry.Path, entry.Metadata, entry.Attributes));
        CompareContent(entry, file, buffer, hash);
    }

    /// <summary>Null when there is no such file any more, which is reported.</summary>
    private SafeFileHandle? Open(CatalogEntry entry)
    {
        try
        {
            return root.OpenRead(entry.Path);
        }
        catch (VolumeException)
        {
            var differences = _check.Differences(entry.Path, entry.Metadata, entry.Attributes, entry.LinkTarget);
            if (differences.Count == 0)
            {
                throw;
            }

            Report(differences);
            return null;
        }
    }

    /// <summary>Reads the content back: hashed as a whole where the catalog has a hash of it, else chunk by chunk.</summary>
    private void CompareContent(CatalogEntry entry, SafeFileHandle file, byte[] buffer, IncrementalHash hash)
    {
        long at = 0;
        foreach (var part in entry.Content)
        {
            if (part.Chunk is { } chunk)
            {
                var content = buffer.AsSpan(0, (int)part.Length);
                if (!Fill(file, content, at) || !Accepts(entry, chunk, content, hash))
                {
                    hash.GetHashAndReset();
                    Report($"'{entry.Path}' has other content than was backed up, from byte {at}");
                    return;
                }
            }

            at += part.Length;
        }

        counters.AddChecked(at);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(entry.Sha256) && entry.Sha256 is not null)
        {
            Report($"'{entry.Path}' has other content than was backed up");
        }
    }

    private bool Accepts(CatalogEntry entry, StoredChunk chunk, ReadOnlySpan<byte> content, IncrementalHash hash)
    {
        if (entry.Sha256 is not null)
        {
            hash.AppendData(content);
            return true;
        }

        return content.Length == chunk.Size && hashers[chunk.Pack.Key].Compute(content) == chunk.Id;
    }

    private bool Fill(SafeFileHandle file, Span<byte> content, long at)
    {
        var filled = 0;
        while (filled < content.Length && root.Read(file, content[filled..], at + filled) is var count && count > 0)
        {
            filled += count;
        }

        return filled == content.Length;
    }

    private void Compare(CatalogEntry entry)
    {
        Report(_check.Differences(entry.Path, entry.Metadata, entry.Attributes, entry.LinkTarget));
        if (entry.Metadata.Kind != EntryKind.File)
        {
            counters.AddChecked(0);
        }
    }

    private void Report(IReadOnlyList<string> differences)
    {
        foreach (var difference in differences)
        {
            Report(difference);
        }
    }

    private void Report(string difference)
    {
        lock (_differences)
        {
            _differenceCount++;
            if (_differences.Count < MaxDifferences)
            {
                _differences.Add(difference);
            }
        }
    }

    private bool Exists(EntryPath path)
    {
        try
        {
            root.Stat(path);
            return true;
        }
        catch (VolumeException absent) when (absent.IsVanished)
        {
            return false;
        }
    }
}
