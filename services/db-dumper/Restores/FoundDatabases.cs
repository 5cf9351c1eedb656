using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Which databases of a restore exist right now.</summary>
internal sealed record FoundDatabases(bool Live, bool LiveAllowsConnections, bool Building, bool Prepared, bool Previous, bool Absent)
{
    public SwapState State => Prepared ? SwapState.Prepared : Live && (Previous || Absent) ? SwapState.Committed : SwapState.Idle;

    public static async Task<FoundDatabases> ReadAsync(MaintenanceSession session, SideNames names, CancellationToken cancellationToken)
    {
        string[] all = [names.Live, names.Building, names.Prepared, names.Previous, names.Absent];
        var rows = await session.QueryAsync(
            "SELECT datname, datallowconn FROM pg_database WHERE datname = ANY($1::text[])",
            [all],
            row => (Name: row.GetString(0), AllowsConnections: row.GetBoolean(1)),
            cancellationToken);
        var found = rows.ToDictionary(row => row.Name, row => row.AllowsConnections, StringComparer.Ordinal);
        return new FoundDatabases(
            found.ContainsKey(names.Live),
            found.GetValueOrDefault(names.Live),
            found.ContainsKey(names.Building),
            found.ContainsKey(names.Prepared),
            found.ContainsKey(names.Previous),
            found.ContainsKey(names.Absent));
    }
}
