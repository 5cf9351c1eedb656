using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;
using Npgsql;

namespace Holdfast.DbDumper.Restores;

/// <summary>Renames databases in one transaction, after ending all connections to the live one and keeping new ones out.</summary>
/// <param name="session">Outside the databases renamed.</param>
/// <param name="wait">How long to try.</param>
/// <param name="clock">Measures it.</param>
internal sealed class ExclusiveRename(MaintenanceSession session, TimeSpan wait, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="live">The database that others use. It lets nobody in from the first moment on, unless this call fails.</param>
    /// <param name="statements">The transaction.</param>
    /// <exception cref="DatabaseInUseException">Others could not be got rid of; <paramref name="live"/> is open to them again.</exception>
    public async Task RunAsync(string live, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await RefusePreparedTransactionsAsync(live, cancellationToken);
        await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(live)} ALLOW_CONNECTIONS false", cancellationToken);
        try
        {
            await TryUntilAloneAsync(live, statements, cancellationToken);
        }
        catch (Exception exception) when (exception is DatabaseInUseException or OperationCanceledException or PostgresException)
        {
            await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(live)} ALLOW_CONNECTIONS true", CancellationToken.None);
            throw;
        }
    }

    private async Task TryUntilAloneAsync(string live, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var left = await EndConnectionsAsync(live, cancellationToken);
            if (left.Count == 0)
            {
                try
                {
                    await session.InTransactionAsync(statements, cancellationToken);
                    return;
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse)
                {
                    left = [exception.MessageText];
                }
            }

            if (clock.GetElapsedTime(since) > wait)
            {
                throw new DatabaseInUseException(
                    $"Database '{live}' could not be swapped, because these connections to it did not end within {wait.TotalSeconds} seconds: "
                    + $"{string.Join("; ", left)}. Stop their programs, or give our user the role pg_signal_backend (a superuser's connections take a superuser), and try again.");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    // Each on its own: one that we may not end must not protect the others.
    private async Task<IReadOnlyList<string>> EndConnectionsAsync(string live, CancellationToken cancellationToken)
    {
        var connections = await session.QueryAsync(
            """
            SELECT pid, coalesce(usename, backend_type), coalesce(application_name, ''), coalesce(client_addr::text, 'local')
            FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()
            """,
            [live],
            row => (Pid: row.GetInt32(0), Text: $"'{row.GetString(1)}' from {row.GetString(3)} (process {row.GetInt32(0)}, {row.GetString(2)})"),
            cancellationToken);
        foreach (var (pid, _) in connections)
        {
            try
            {
                await session.ScalarAsync<bool>("SELECT pg_terminate_backend($1)", [pid], cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                // It may end by itself; if not, the time-out names it.
            }
        }

        return [.. connections.Select(connection => connection.Text)];
    }

    private async Task RefusePreparedTransactionsAsync(string live, CancellationToken cancellationToken)
    {
        var prepared = await session.QueryAsync("SELECT gid FROM pg_prepared_xacts WHERE database = $1", [live], row => row.GetString(0), cancellationToken);
        if (prepared.Count > 0)
        {
            throw new DatabaseInUseException(
                $"Database '{live}' cannot be swapped while it has prepared transactions: {string.Join(", ", prepared)}. Commit or roll them back (COMMIT PREPARED, ROLLBACK PREPARED) and try again.");
        }
    }
}
