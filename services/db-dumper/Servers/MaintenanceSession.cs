using System.Data;
using Holdfast.DbDumper.Failures;
using Npgsql;

namespace Holdfast.DbDumper.Servers;

/// <summary>One connection to the server outside the protected database, for work that cannot be done from inside it.</summary>
/// <remarks>Not thread-safe. Disposing it rolls back an open transaction and frees its lock, as the death of this process does.</remarks>
internal sealed class MaintenanceSession : IAsyncDisposable
{
    private const string StandIn = "template1";
    private const string LockWait = "15s";

    private readonly NpgsqlConnection _connection;
    private readonly BeforeStatement? _before;

    private MaintenanceSession(NpgsqlConnection connection, DatabaseAddress address, BeforeStatement? before) =>
        (_connection, Address, _before) = (connection, address, before);

    /// <summary>The database this session is connected to.</summary>
    public DatabaseAddress Address { get; }

    public int Major => _connection.PostgreSqlVersion.Major;

    /// <summary>Connects beside <paramref name="target"/>.</summary>
    /// <param name="target">The database to work on; need not exist.</param>
    /// <param name="database">The maintenance database.</param>
    /// <param name="before">See <see cref="BeforeStatement"/>.</param>
    /// <exception cref="DatabaseException">The server cannot be reached or refuses us.</exception>
    public static async Task<MaintenanceSession> OpenAsync(
        DatabaseAddress target, string database, BeforeStatement? before, CancellationToken cancellationToken)
    {
        if (target.Database == database)
        {
            return await ConnectAsync(target.With(StandIn), before, cancellationToken);
        }

        try
        {
            return await ConnectAsync(target.With(database), before, cancellationToken);
        }
        catch (DatabaseMissingException) when (target.Database != StandIn)
        {
            return await ConnectAsync(target.With(StandIn), before, cancellationToken);
        }
    }

    /// <summary>Waits for our turn with the databases that belong to <paramref name="name"/>, so that two steps never run at once.</summary>
    /// <remarks>The session of a process that was killed holds them until its statement, such as CREATE DATABASE, has ended: seconds.</remarks>
    /// <exception cref="DatabaseInUseException">Another step holds them for longer than that.</exception>
    public async Task LockAsync(string name, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"SET lock_timeout = '{LockWait}'", cancellationToken);
        try
        {
            await ScalarAsync<object>("SELECT pg_advisory_lock(hashtextextended($1, 0))", [$"holdfast restore {name}"], cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DatabaseInUseException($"Another step of a restore of database '{name}' is running on this server. Wait until it has ended.");
        }

        await ExecuteAsync("SET lock_timeout = 0", cancellationToken);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, []);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T?> ScalarAsync<T>(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>The rows of a query, each made by <paramref name="row"/>.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Runs statements as one transaction: all of them take effect, or none.</summary>
    public async Task InTransactionAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await ExecuteAsync("BEGIN", cancellationToken);
        try
        {
            foreach (var statement in statements)
            {
                await ExecuteAsync(statement, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is PostgresException or OperationCanceledException && _connection.State == ConnectionState.Open)
        {
            await ExecuteAsync("ROLLBACK", CancellationToken.None);
            throw;
        }

        // Once sent, the outcome must be known: a cancelled wait would leave the caller guessing.
        await ExecuteAsync("COMMIT", CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<MaintenanceSession> ConnectAsync(DatabaseAddress address, BeforeStatement? before, CancellationToken cancellationToken)
    {
        var connection = address.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(QuietSession.Sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new MaintenanceSession(connection, address, before);
        }
        catch (NpgsqlException exception)
        {
            await connection.DisposeAsync();
            throw PostgresFailure.From(exception, address, "connect to");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        _before?.Invoke(sql);
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
