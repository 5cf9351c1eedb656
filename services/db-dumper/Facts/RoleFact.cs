namespace Holdfast.DbDumper.Facts;

/// <summary>A role that a database's objects, grants, policies or settings name, or that such a role is a member of.</summary>
internal sealed record RoleFact
{
    public required string Name { get; init; }

    /// <summary>Whether objects of the database belong to it.</summary>
    public required bool OwnsObjects { get; init; }

    /// <summary>Whether it is the superuser that the server was set up with.</summary>
    public required bool Bootstrap { get; init; }

    public required bool Superuser { get; init; }

    public required bool Inherit { get; init; }

    public required bool CreateRole { get; init; }

    public required bool CreateDatabase { get; init; }

    public required bool Login { get; init; }

    public required bool Replication { get; init; }

    public required bool BypassRowSecurity { get; init; }

    /// <summary>Connections it may have at once; -1 for no limit.</summary>
    public required int ConnectionLimit { get; init; }

    /// <summary>Until when its password is valid, as PostgreSQL writes it; null for ever.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>Null where it has none, where our login could not read it, or where the configuration says not to keep it.</summary>
    public string? PasswordHash { get; init; }

    public string? Comment { get; init; }

    public required IReadOnlyList<RoleMembership> Memberships { get; init; }

    /// <summary>Its settings in all databases.</summary>
    public required IReadOnlyList<DatabaseSetting> Settings { get; init; }
}
