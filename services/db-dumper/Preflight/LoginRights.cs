using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Preflight;

/// <summary>What the user we log in as may do.</summary>
internal sealed record LoginRights(string Name, bool Superuser, bool CreateDatabase, bool CreateRole, bool SignalBackends)
{
    public static async Task<LoginRights> ReadAsync(MaintenanceSession session, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            """
            SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, pg_has_role(rolname, 'pg_signal_backend', 'USAGE')
            FROM pg_roles WHERE rolname = current_user
            """,
            [],
            row => new LoginRights(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4)),
            cancellationToken)).Single();
}
