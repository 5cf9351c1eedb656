using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Preflight;

/// <summary>Looks for roles that are missing or out of our reach.</summary>
internal static class RoleProblems
{
    public static async Task<IReadOnlyList<PreflightProblem>> FindAsync(
        MaintenanceSession session, LoginRights login, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var reachable = (await session.QueryAsync(
            "SELECT rolname, pg_has_role(oid, 'MEMBER') FROM pg_roles", [], row => (Name: row.GetString(0), Member: row.GetBoolean(1)), cancellationToken))
            .ToDictionary(role => role.Name, role => role.Member, StringComparer.Ordinal);
        return
        [
            .. facts.Roles.Where(role => !reachable.ContainsKey(role.Name)).Select(role => Missing(role, login)),
            .. facts.Roles
                .Where(role => role.OwnsObjects && !login.Superuser && reachable.TryGetValue(role.Name, out var member) && !member)
                .Select(role => new PreflightProblem(
                    Blocks: true,
                    $"Objects of the database belong to role '{role.Name}', which '{login.Name}' is not a member of, so it cannot give them that owner. Run: GRANT {Sql.Name(role.Name)} TO {Sql.Name(login.Name)}.")),
        ];
    }

    private static PreflightProblem Missing(RoleFact role, LoginRights login)
    {
        if (!login.Superuser && !login.CreateRole)
        {
            return new PreflightProblem(Blocks: true, $"Role '{role.Name}' does not exist on this server, and '{login.Name}' may not create it. Create it, or give '{login.Name}' CREATEROLE.");
        }

        var powers = role.Superuser || role.Replication || role.BypassRowSecurity
            ? ", without the powers over the whole server that it had (SUPERUSER, REPLICATION or BYPASSRLS)"
            : "";
        return new PreflightProblem(Blocks: false, $"Role '{role.Name}' does not exist on this server and will be created{powers}{(role is { Login: true, PasswordHash: null } ? ", without a password" : "")}.");
    }
}
