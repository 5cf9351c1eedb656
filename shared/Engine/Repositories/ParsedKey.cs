namespace Holdfast.Engine.Repositories;

/// <summary>What the key of an object says. Each property is null where the kind of object has no such part.</summary>
public sealed record ParsedKey
{
    public required ObjectKind Kind { get; init; }

    /// <summary>The backup under whose timestamp the object lies.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The component of a snapshot or pack.</summary>
    public ComponentName? Component { get; init; }

    /// <summary>The run that wrote a snapshot or pack.</summary>
    public string? Run { get; init; }

    /// <summary>Number of a pack, from 1.</summary>
    public int? Number { get; init; }

    /// <summary>Id of a key file, 16 hexadecimal digits; SHA-256 of the pack's key for a quarantine mark, 64 hexadecimal digits.</summary>
    public string? Id { get; init; }

    /// <summary>Whether this is a data pack or a catalog pack.</summary>
    public bool IsPack => Kind is ObjectKind.DataPack or ObjectKind.CatalogPack;
}
