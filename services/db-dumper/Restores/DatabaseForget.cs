using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Drops the database that was live before a commit, when the undo window is over.</summary>
/// <remarks>Repeating it after a crash at any point, or after its end, is safe. Before a commit it does nothing.</remarks>
internal sealed class DatabaseForget(BeforeStatement? before = null)
{
    /// <returns><see cref="SwapState.Idle"/>, or <see cref="SwapState.Prepared"/> when the restore had not been committed.</returns>
    /// <exception cref="DatabaseException">The server refused.</exception>
    public Task<SwapState> RunAsync(RestoreTarget target, CancellationToken cancellationToken) =>
        RestoreStep.RunAsync(target, before, "drop what was kept of", (session, found) => RunAsync(session, target.Names, found, cancellationToken), cancellationToken);

    private static async Task<SwapState> RunAsync(MaintenanceSession session, SideNames names, FoundDatabases found, CancellationToken cancellationToken)
    {
        if (found.State != SwapState.Committed)
        {
            return found.State;
        }

        await RestoreStep.ReopenAsync(session, names.Live, found, cancellationToken);
        if (found.Previous)
        {
            await DatabaseDrop.RunAsync(session, names.Previous, cancellationToken);
        }

        if (found.Absent)
        {
            await DatabaseDrop.RunAsync(session, names.Absent, cancellationToken);
        }

        return SwapState.Idle;
    }
}
