namespace Holdfast.DbDumper.Facts;

/// <summary>A role's membership in another.</summary>
/// <param name="Of">The role it is a member of.</param>
/// <param name="Admin">Whether it may admit others.</param>
/// <param name="Inherit">Whether it has the other's rights without asking; null before PostgreSQL 16, where the role itself says so.</param>
/// <param name="Set">Whether it may become the other; null before PostgreSQL 16.</param>
internal sealed record RoleMembership(string Of, bool Admin, bool? Inherit, bool? Set);
