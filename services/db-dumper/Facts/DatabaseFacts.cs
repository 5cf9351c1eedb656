namespace Holdfast.DbDumper.Facts;

/// <summary>What a dump of a database does not hold about it, and a restore needs.</summary>
/// <remarks>Kept as JSON with the snapshot: new properties must be optional.</remarks>
internal sealed record DatabaseFacts
{
    /// <summary>The database's real name on its server.</summary>
    public required string Name { get; init; }

    /// <summary>As the server says it, such as <c>15.18 (Debian 15.18-0+deb12u1)</c>.</summary>
    public required string ServerVersion { get; init; }

    public required int ServerMajor { get; init; }

    /// <summary>Major version of the pg_dump that wrote the archive; an older pg_restore cannot read it. Null before a dump.</summary>
    public int? DumpedByMajor { get; init; }

    public required string Encoding { get; init; }

    public required LocaleProvider LocaleProvider { get; init; }

    public required string Collation { get; init; }

    public required string CharacterType { get; init; }

    /// <summary>The locale of the ICU or built-in provider; null for libc.</summary>
    public string? Locale { get; init; }

    /// <summary>Additional ICU rules; null without.</summary>
    public string? IcuRules { get; init; }

    /// <summary>The provider's version of the collation; another one may sort differently.</summary>
    public string? CollationVersion { get; init; }

    public required string Owner { get; init; }

    public required string Tablespace { get; init; }

    /// <summary>Tablespaces other than the database's own in which objects lie.</summary>
    public required IReadOnlyList<string> ObjectTablespaces { get; init; }

    /// <summary>Connections at once; -1 for no limit.</summary>
    public required int ConnectionLimit { get; init; }

    public required bool IsTemplate { get; init; }

    public string? Comment { get; init; }

    /// <summary>Bytes on the server's disk.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>In the order given; null where nobody ever changed the defaults.</summary>
    public IReadOnlyList<DatabaseGrant>? Grants { get; init; }

    /// <summary>Settings of the database, and of roles in it.</summary>
    public required IReadOnlyList<DatabaseSetting> Settings { get; init; }

    public required IReadOnlyList<ExtensionFact> Extensions { get; init; }

    /// <summary>Sorted by name; PostgreSQL's predefined roles are left out.</summary>
    public required IReadOnlyList<RoleFact> Roles { get; init; }
}
