using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Volumes;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Backup;

/// <summary>Reads files that are cut by content, one after the other; their holes are kept.</summary>
internal sealed class LargeFileReader(VolumeRoot root, StreamCutter cutter)
{
    /// <summary>Reads a file, again if it changed meanwhile, and fills in what the catalog needs.</summary>
    /// <exception cref="VolumeException">It cannot be read.</exception>
    public async Task ReadAsync(PendingEntry entry, CancellationToken cancellationToken)
    {
        using var file = root.OpenRead(entry.Path);
        var before = root.Stat(file);
        UnreadableFile.ThrowIfReplaced(entry.Path, before);
        for (var reading = 1; ; reading++)
        {
            var parts = new List<PendingPart>();
            var end = await ReadOnceAsync(file, before.Size, parts, cancellationToken);
            var after = root.Stat(file);
            var isStable = after == before && end == before.Size;
            if (isStable || reading == 2)
            {
                entry.Metadata = after with { Kind = EntryKind.File, Size = end };
                entry.Attributes = root.ReadAttributes(file);

                // The ids of its chunks tell its content: a hash of the whole would be one more pass over all of it.
                entry.Sha256 = null;
                entry.ChangedWhileRead = !isStable;
                entry.Parts = parts;
                return;
            }

            before = after;
        }
    }

    private async Task<long> ReadOnceAsync(
        SafeFileHandle file, long size, List<PendingPart> parts, CancellationToken cancellationToken)
    {
        long at = 0;
        foreach (var segment in root.DataSegments(file, size))
        {
            if (segment.Offset > at)
            {
                parts.Add(new PendingPart(null, 0, segment.Offset - at));
            }

            at = segment.Offset + await cutter.CutAsync(Reader(file, segment), parts, cancellationToken);
            if (at < segment.End)
            {
                // It shrank: what follows is gone.
                return at;
            }
        }

        if (size > at)
        {
            parts.Add(new PendingPart(null, 0, size - at));
        }

        return size;
    }

    private StreamCutter.ReadPiece Reader(SafeFileHandle file, ByteRange segment)
    {
        var at = segment.Offset;
        return (buffer, _) =>
        {
            var wanted = (int)Math.Min(buffer.Length, segment.End - at);
            var count = wanted == 0 ? 0 : root.Read(file, buffer.Span[..wanted], at);
            at += count;
            return ValueTask.FromResult(count);
        };
    }
}
