using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Backup;

/// <summary>An entry on its way from the walk to the catalog.</summary>
internal sealed class PendingEntry
{
    public required EntryPath Path { get; init; }

    /// <summary>The entry as it goes into the catalog, where nothing has to be read for it.</summary>
    public CatalogEntry? Ready { get; set; }

    /// <summary>What the walk saw of a file that is to be read.</summary>
    public ScannedEntry? Scanned { get; init; }

    /// <summary>The same file in an earlier run, where its content may be referred to should it turn out the same.</summary>
    public CatalogEntry? Earlier { get; init; }

    /// <summary>Ends when the fields below are set.</summary>
    public Task Read { get; set; } = Task.CompletedTask;

    /// <summary>Why the file is not in the catalog; null when it is.</summary>
    public SnapshotIssue? Dropped { get; set; }

    public EntryMetadata Metadata { get; set; }

    public IReadOnlyList<ExtendedAttribute> Attributes { get; set; } = [];

    public byte[]? Sha256 { get; set; }

    public bool ChangedWhileRead { get; set; }

    public IReadOnlyList<PendingPart> Parts { get; set; } = [];
}
