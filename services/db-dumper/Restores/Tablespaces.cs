using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Compares a database's tablespaces with those of the server.</summary>
internal static class Tablespaces
{
    /// <summary>Those of the dumped database that the server lacks.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(MaintenanceSession session, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var existing = await session.QueryAsync("SELECT spcname FROM pg_tablespace", [], row => row.GetString(0), cancellationToken);
        return [.. facts.ObjectTablespaces.Append(facts.Tablespace).Except(existing)];
    }
}
