using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;
using Npgsql;

namespace Holdfast.DbDumper.Restores;

/// <summary>What all steps of a restore share: they come one at a time, start from what they find, and fail in plain words.</summary>
internal static class RestoreStep
{
    /// <param name="doing">Completes the sentence "could not …" before the database's name.</param>
    /// <param name="step">The step itself; gets the databases found and returns the state it leaves.</param>
    /// <exception cref="DatabaseException">The step failed.</exception>
    public static async Task<T> RunAsync<T>(
        RestoreTarget target,
        BeforeStatement? before,
        string doing,
        Func<MaintenanceSession, FoundDatabases, Task<T>> step,
        CancellationToken cancellationToken)
    {
        await using var session = await MaintenanceSession.OpenAsync(target.Address, target.MaintenanceDatabase, before, cancellationToken);
        try
        {
            await session.LockAsync(target.Names.Live, cancellationToken);
            return await step(session, await FoundDatabases.ReadAsync(session, target.Names, cancellationToken));
        }
        catch (NpgsqlException exception)
        {
            throw PostgresFailure.From(exception, target.Address, doing);
        }
    }

    /// <summary>Lets everybody in again, where a commit or roll back died between closing the doors and the swap.</summary>
    /// <remarks>A closed database without a trace of this restore was closed by somebody else, and stays so.</remarks>
    public static Task ReopenAsync(MaintenanceSession session, string live, FoundDatabases found, CancellationToken cancellationToken) =>
        found is { Live: true, LiveAllowsConnections: false, State: not SwapState.Idle }
            ? session.ExecuteAsync($"ALTER DATABASE {Sql.Name(live)} ALLOW_CONNECTIONS true", cancellationToken)
            : Task.CompletedTask;
}
