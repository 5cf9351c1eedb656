using Holdfast.DbDumper.Servers;
using Npgsql;

namespace Holdfast.DbDumper.Restores;

/// <summary>The roles that a drill had to create: their comment says so, and they go with what it built.</summary>
internal static class DrillRoles
{
    /// <summary>The comment of a role that a drill created.</summary>
    public static string Mark(string restoreId) => $"created for the Holdfast drill {restoreId}";

    /// <summary>Drops them. One that another database of the drill still needs is left to the step that removes that one, which is the last to come.</summary>
    public static async Task RemoveAsync(MaintenanceSession session, string restoreId, CancellationToken cancellationToken)
    {
        const string Marked = "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1";
        Task<IReadOnlyList<string>> FindAsync() => session.QueryAsync(Marked, [Mark(restoreId)], row => row.GetString(0), cancellationToken);
        if ((await FindAsync()).Count > 0)
        {
            await RolesTurn.HoldAsync(session, DropAsync, cancellationToken);
        }

        async Task DropAsync()
        {
            foreach (var role in await FindAsync())
            {
                try
                {
                    await session.ExecuteAsync($"DROP ROLE {Sql.Name(role)}", cancellationToken);
                }
                catch (PostgresException needed) when (needed.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
                {
                    // left to the next step that comes here
                }
            }
        }
    }
}
