using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Removes the side copy of a restore that is not to be committed.</summary>
/// <remarks>Repeating it after a crash at any point, or after its end, is safe. After a commit it touches nothing that counts.</remarks>
internal sealed class DatabaseDiscard(BeforeStatement? before = null)
{
    /// <returns><see cref="SwapState.Idle"/>, or <see cref="SwapState.Committed"/> when the restore had been committed and stays so.</returns>
    /// <exception cref="DatabaseException">The server refused.</exception>
    public Task<SwapState> RunAsync(RestoreTarget target, CancellationToken cancellationToken) =>
        RestoreStep.RunAsync(target, before, "remove the restored copy of", (session, found) => RunAsync(session, target, found, cancellationToken), cancellationToken);

    private static async Task<SwapState> RunAsync(MaintenanceSession session, RestoreTarget target, FoundDatabases found, CancellationToken cancellationToken)
    {
        var names = target.Names;
        if (found.Building)
        {
            await DatabaseDrop.RunAsync(session, names.Building, cancellationToken);
        }

        await RestoreStep.ReopenAsync(session, names.Live, found, cancellationToken);
        if (found.State == SwapState.Committed)
        {
            return SwapState.Committed;
        }

        // Before the copy: the stand-in alone, beside a live database, would look like a commit.
        if (found.Absent)
        {
            await DatabaseDrop.RunAsync(session, names.Absent, cancellationToken);
        }

        if (found.Prepared)
        {
            await DatabaseDrop.RunAsync(session, names.Prepared, cancellationToken);
        }

        await DrillRoles.RemoveAsync(session, target.RestoreId, cancellationToken);
        return SwapState.Idle;
    }
}
