using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Brings back the database that was live before a commit; the restored copy stands beside it again.</summary>
/// <remarks>Repeating it after a crash at any point, or after its end, is safe. Before a commit it only makes sure that the live database lets people in.</remarks>
internal sealed class DatabaseRollBack(DbDumperOptions options, TimeProvider clock, BeforeStatement? before = null)
{
    /// <returns>
    /// <see cref="SwapState.Prepared"/> after a commit was undone or never happened; <see cref="SwapState.Idle"/> when there was
    /// nothing to undo, because the restore was discarded or forgotten.
    /// </returns>
    /// <exception cref="SwapRefusedException">The databases found cannot come from this restore alone.</exception>
    /// <exception cref="DatabaseInUseException">Connections to the live database did not end; it is as before.</exception>
    /// <exception cref="DatabaseException">The server refused; the live database is as before.</exception>
    public Task<SwapState> RunAsync(RestoreTarget target, CancellationToken cancellationToken) =>
        RestoreStep.RunAsync(target, before, "bring back the previous", (session, found) => RunAsync(session, target.Names, found, cancellationToken), cancellationToken);

    private async Task<SwapState> RunAsync(MaintenanceSession session, SideNames names, FoundDatabases found, CancellationToken cancellationToken)
    {
        string[] bringBack = found.Previous
            ? [Rename(names.Previous, names.Live), $"ALTER DATABASE {Sql.Name(names.Live)} ALLOW_CONNECTIONS true"]
            : [];
        switch (found)
        {
            case { State: SwapState.Committed }:
                await new ExclusiveRename(session, options.EndConnectionsWait, clock).RunAsync(
                    names.Live, [Rename(names.Live, names.Prepared), .. bringBack], cancellationToken);
                return SwapState.Prepared;
            case { Live: true, Prepared: true, Previous: true }:
                throw new SwapRefusedException(
                    $"The databases '{names.Live}', '{names.Prepared}' and '{names.Previous}' all exist, so somebody else has renamed or created one. Drop or rename the one that is not needed, and try again.");
            case { Live: false, Previous: true }:
                await session.InTransactionAsync(bringBack, cancellationToken);
                break;
            default:
                await RestoreStep.ReopenAsync(session, names.Live, found, cancellationToken);
                break;
        }

        return found.Prepared ? SwapState.Prepared : SwapState.Idle;
    }

    private static string Rename(string from, string to) => $"ALTER DATABASE {Sql.Name(from)} RENAME TO {Sql.Name(to)}";
}
