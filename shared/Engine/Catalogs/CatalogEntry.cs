namespace Holdfast.Engine.Catalogs;

/// <summary>An entry of a catalog: what is needed to make it again.</summary>
public sealed class CatalogEntry
{
    public required EntryPath Path { get; init; }

    public required EntryMetadata Metadata { get; init; }

    /// <summary>Target of a symbolic link as stored, or the path of the file that a hard link is another name of.</summary>
    public byte[]? LinkTarget { get; init; }

    public IReadOnlyList<ExtendedAttribute> Attributes { get; init; } = [];

    /// <summary>SHA-256 of the content of a small file or a stream; null where the ids of whole chunks tell the content.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>The file changed during both of its readings; this is what the second one saw.</summary>
    public bool ChangedWhileRead { get; init; }

    /// <summary>The content in order; empty for all but files and streams.</summary>
    public IReadOnlyList<ContentPart> Content { get; init; } = [];

    public override string ToString() => $"{Metadata.Kind} '{Path}'";
}
