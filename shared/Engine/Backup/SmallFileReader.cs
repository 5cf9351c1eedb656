using System.Buffers;
using System.Security.Cryptography;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Volumes;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Backup;

/// <summary>Reads groups of small files, drops those whose content is known, and puts the others one after another into a chunk.</summary>
internal sealed class SmallFileReader(
    VolumeRoot root, ChunkPipeline pipeline, RecentFiles recent, LargeFileReader largeFiles, BackupOptions options, BackupCounters counters)
{
    // A group's files may have grown since the walk: so much more fits in.
    private const int Slack = 64 << 10;

    // Smaller holes than this do not exist.
    private const int Block = 4096;

    /// <summary>Reads the files and fills in what the catalog needs.</summary>
    /// <exception cref="VolumeException">One cannot be read, and the options do not say to go on.</exception>
    public async Task ReadAsync(FileGroup group, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(group.Length + Slack);
        var ticket = new ChunkTicket();
        var used = 0;
        foreach (var entry in group.Files)
        {
            try
            {
                if (Read(entry, buffer.AsSpan(used)) is not { } length)
                {
                    await largeFiles.ReadAsync(entry, cancellationToken);
                }
                else if (length > 0)
                {
                    used += Place(entry, ticket, used, length);
                }
            }
            catch (VolumeException failure) when (UnreadableFile.MayGoOn(failure, options))
            {
                entry.Dropped = UnreadableFile.Issue(entry.Path, failure);
            }
        }

        group.Complete();
        if (used > 0)
        {
            await pipeline.SubmitAsync(buffer, used, ticket, cancellationToken);
        }
        else
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a file, again if it changed meanwhile; null when it is to be read as large files are: too long by now, or with holes.</summary>
    private int? Read(PendingEntry entry, Span<byte> buffer)
    {
        using var file = root.OpenRead(entry.Path);
        var before = entry.Scanned!.Metadata;
        if (HasHoles(file, entry.Scanned))
        {
            return null;
        }

        for (var reading = 1; ; reading++)
        {
            if (before.Size > Math.Min(buffer.Length, options.SmallFileLimit))
            {
                return null;
            }

            var length = Fill(file, buffer[..(int)before.Size]);
            counters.AddRead(length);
            var after = root.Stat(file);
            UnreadableFile.ThrowIfReplaced(entry.Path, after);
            var isStable = after == before && length == before.Size;
            if (isStable || reading == 2)
            {
                entry.Metadata = after with { Size = length };
                entry.Attributes = root.ReadAttributes(file);
                entry.Sha256 = SHA256.HashData(buffer[..length]);
                entry.ChangedWhileRead = !isStable;
                return length;
            }

            before = after;
        }
    }

    /// <summary>Refers to content that is stored or on its way, or else takes the bytes at <paramref name="at"/>; returns how many it took.</summary>
    private int Place(PendingEntry entry, ChunkTicket ticket, int at, int length)
    {
        if (entry.Earlier is { } earlier && earlier.Sha256.AsSpan().SequenceEqual(entry.Sha256))
        {
            entry.Parts = [.. earlier.Content.Select(part =>
                new PendingPart(part.Chunk is null ? null : new ChunkTicket(part.Chunk), part.Offset, part.Length))];
            counters.AddReused(length);
            return 0;
        }

        var content = new ChunkId(entry.Sha256);
        if (recent.TryGet(content, out var known))
        {
            entry.Parts = [known.Value];
            counters.AddReused(length);
            return 0;
        }

        var part = new PendingPart(ticket, at, length);
        recent.Add(content, part);
        entry.Parts = [part];
        return length;
    }

    private bool HasHoles(SafeFileHandle file, ScannedEntry scanned) =>
        (scanned.Blocks * 512) + Block <= scanned.Metadata.Size
        && !root.DataSegments(file, scanned.Metadata.Size).SequenceEqual([new ByteRange(0, scanned.Metadata.Size)]);

    private int Fill(SafeFileHandle file, Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length && root.Read(file, buffer[filled..], filled) is var count && count > 0)
        {
            filled += count;
        }

        return filled;
    }
}
