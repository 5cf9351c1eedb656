using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Makes a prepared copy the live database and keeps the one before.</summary>
/// <remarks>Repeating it after a crash at any point, or after its end, is safe.</remarks>
internal sealed class DatabaseCommit(DbDumperOptions options, TimeProvider clock, BeforeStatement? before = null)
{
    /// <returns><see cref="SwapState.Committed"/>.</returns>
    /// <exception cref="SwapRefusedException">Nothing is prepared, or the databases found cannot come from this restore alone.</exception>
    /// <exception cref="DatabaseInUseException">Connections to the live database did not end; it is as before.</exception>
    /// <exception cref="DatabaseException">The server refused; the live database is as before.</exception>
    public Task<SwapState> RunAsync(RestoreTarget target, CancellationToken cancellationToken) =>
        RestoreStep.RunAsync(target, before, "swap in the restored copy of", (session, found) => RunAsync(session, target.Names, found, cancellationToken), cancellationToken);

    private async Task<SwapState> RunAsync(MaintenanceSession session, SideNames names, FoundDatabases found, CancellationToken cancellationToken)
    {
        switch (found)
        {
            case { State: SwapState.Committed }:
                await RestoreStep.ReopenAsync(session, names.Live, found, cancellationToken);
                break;
            case { Prepared: false }:
                throw new SwapRefusedException($"There is no prepared copy '{names.Prepared}' to swap in. Start the restore again.");
            case { Live: true, Previous: true }:
                throw new SwapRefusedException(
                    $"The databases '{names.Live}', '{names.Prepared}' and '{names.Previous}' all exist, so somebody else has renamed or created one. Drop or rename the one that is not needed, and try again.");
            case { Live: true }:
                await new ExclusiveRename(session, options.EndConnectionsWait, clock).RunAsync(
                    names.Live, [Rename(names.Live, names.Previous), .. GoLive(names)], cancellationToken);
                break;
            case { Previous: true }:
                await session.InTransactionAsync(GoLive(names), cancellationToken);
                break;
            default:
                await CreateAbsentAsync(session, names, found, cancellationToken);
                await session.InTransactionAsync(GoLive(names), cancellationToken);
                break;
        }

        return SwapState.Committed;
    }

    // Without it, a database that was created could not be told from one that was never touched.
    private static async Task CreateAbsentAsync(MaintenanceSession session, SideNames names, FoundDatabases found, CancellationToken cancellationToken)
    {
        if (!found.Absent)
        {
            await session.ExecuteAsync($"CREATE DATABASE {Sql.Name(names.Absent)} TEMPLATE template0 ALLOW_CONNECTIONS false", cancellationToken);
        }
    }

    private static string[] GoLive(SideNames names) =>
        [Rename(names.Prepared, names.Live), $"ALTER DATABASE {Sql.Name(names.Live)} ALLOW_CONNECTIONS true"];

    private static string Rename(string from, string to) => $"ALTER DATABASE {Sql.Name(from)} RENAME TO {Sql.Name(to)}";
}
