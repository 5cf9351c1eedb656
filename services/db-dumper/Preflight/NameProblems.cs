using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Preflight;

/// <summary>Looks at the databases that exist already, and at what we may do with them.</summary>
internal static class NameProblems
{
    private sealed record Existing(string Name, bool Ours, int Connections, int PreparedTransactions);

    public static async Task<IReadOnlyList<PreflightProblem>> FindAsync(
        MaintenanceSession session, LoginRights login, SideNames names, CancellationToken cancellationToken)
    {
        string[] all = [names.Live, names.Building, names.Prepared, names.Previous, names.Absent];
        var existing = (await session.QueryAsync(
            """
            SELECT d.datname, pg_has_role(d.datdba, 'MEMBER'),
                   (SELECT count(*)::int FROM pg_stat_activity a WHERE a.datid = d.oid AND a.usename IS NOT NULL AND NOT pg_has_role(a.usesysid, 'MEMBER')),
                   (SELECT count(*)::int FROM pg_prepared_xacts p WHERE p.database = d.datname)
            FROM pg_database d WHERE d.datname = ANY($1::text[])
            """,
            [all],
            row => new Existing(row.GetString(0), row.GetBoolean(1), row.GetInt32(2), row.GetInt32(3)),
            cancellationToken)).ToDictionary(database => database.Name, StringComparer.Ordinal);
        return
        [
            .. Rights(login),
            .. existing.TryGetValue(names.Live, out var live) ? OfLive(live, login) : [],
            .. new[] { names.Building, names.Prepared, names.Previous, names.Absent }.Where(existing.ContainsKey).Select(name => new PreflightProblem(
                Blocks: name == names.Previous, $"A database '{name}' exists already; it has the name that this restore needs. Drop or rename it if it is not of this restore.")),
        ];
    }

    private static IEnumerable<PreflightProblem> Rights(LoginRights login) => login is { Superuser: false, CreateDatabase: false }
        ? [new PreflightProblem(Blocks: true, $"'{login.Name}' may not create databases. Run: ALTER ROLE {Sql.Name(login.Name)} CREATEDB.")]
        : [];

    private static IEnumerable<PreflightProblem> OfLive(Existing live, LoginRights login)
    {
        if (!login.Superuser && !live.Ours)
        {
            yield return new PreflightProblem(Blocks: true, $"Database '{live.Name}' belongs to a role that '{login.Name}' is not a member of, so it cannot be swapped. Make '{login.Name}' a member of its owner.");
        }

        if (live.PreparedTransactions > 0)
        {
            yield return new PreflightProblem(Blocks: true, $"Database '{live.Name}' has {live.PreparedTransactions} prepared transactions, which keep it from being swapped. Commit or roll them back.");
        }

        if (live.Connections > 0 && login is { Superuser: false, SignalBackends: false })
        {
            yield return new PreflightProblem(
                Blocks: false, $"{live.Connections} connections to database '{live.Name}' are of users that '{login.Name}' may not end. Stop their programs before the restore, or give '{login.Name}' the role pg_signal_backend.");
        }
    }
}
