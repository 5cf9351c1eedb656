using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>What a snapshot's tree takes on a disk, found by reading its catalog.</summary>
internal sealed class TreeMeasure(int blockBytes)
{
    private readonly HashSet<(uint Uid, uint Gid)> _owners = [];

    public long Entries { get; private set; }

    public long Files { get; private set; }

    /// <summary>Content without holes, in bytes.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>The same in whole blocks, with a block for each directory.</summary>
    public long DiskBytes { get; private set; }

    public long Devices { get; private set; }

    public IReadOnlyCollection<(uint Uid, uint Gid)> Owners => _owners;

    /// <summary>Whether the catalog tells of the root directory itself; false when that part of it is damaged.</summary>
    public bool HasRoot { get; private set; }

    /// <summary>Whether part of the catalog could not be read, so that the tree may be larger.</summary>
    public bool IsPartial { get; private set; }

    /// <param name="salvage">Whether to go on without what is damaged.</param>
    public static async Task<TreeMeasure> TakeAsync(CatalogReader catalog, FileSystemSpace space, bool salvage, CancellationToken cancellationToken)
    {
        var measure = new TreeMeasure(space.BlockBytes);
        try
        {
            await foreach (var entries in catalog.ReadEntriesAsync(cancellationToken))
            {
                foreach (var entry in entries)
                {
                    measure.Add(entry);
                }
            }
        }
        catch (Exception damage) when (salvage && damage is not OperationCanceledException)
        {
            measure.IsPartial = true; // the restore meets the same damage, and lists it
        }

        return measure;
    }

    private void Add(CatalogEntry entry)
    {
        Entries++;
        HasRoot |= entry.Path.IsRoot;
        var kind = entry.Metadata.Kind;
        if (kind != EntryKind.HardLink)
        {
            _owners.Add((entry.Metadata.Uid, entry.Metadata.Gid));
        }

        if (kind == EntryKind.File)
        {
            var content = entry.Content.Where(part => !part.IsHole).Sum(part => part.Length);
            Files++;
            ContentBytes += content;
            DiskBytes += (content + blockBytes - 1) / blockBytes * blockBytes;
        }
        else if (kind == EntryKind.Directory)
        {
            DiskBytes += blockBytes;
        }

        Devices += kind is EntryKind.CharacterDevice or EntryKind.BlockDevice ? 1 : 0;
    }
}
