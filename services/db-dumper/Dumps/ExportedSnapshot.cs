using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Holdfast.DbDumper.Dumps;

/// <summary>A point in time of one database, held open so that a dump can read it later.</summary>
/// <remarks>
/// It is an open transaction that keeps the server from vacuuming what it sees. It ends when disposed, when its lifetime is over,
/// or when this process dies and the server notices. Starting a dump from it after that fails with <see cref="SnapshotLostException"/>.
/// </remarks>
internal sealed partial class ExportedSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ITimer _lifetime;
    private bool _ended;

    private ExportedSnapshot(
        NpgsqlConnection connection, DatabaseAddress address, string id, DatabaseFacts facts, DateTimeOffset capturedAt, TimeSpan lifetime, TimeProvider clock, ILogger logger)
    {
        (_connection, Address, Id, Facts, CapturedAt, _logger) = (connection, address, id, facts, capturedAt, logger);
        _lifetime = clock.CreateTimer(_ => _ = ExpireAsync(lifetime), state: null, lifetime, Timeout.InfiniteTimeSpan);
    }

    public DatabaseAddress Address { get; }

    /// <summary>The server's name of the snapshot.</summary>
    public string Id { get; }

    /// <summary>What a dump does not hold, as of the same moment.</summary>
    public DatabaseFacts Facts { get; }

    /// <summary>By our own clock.</summary>
    public DateTimeOffset CapturedAt { get; }

    /// <summary>Connects and takes the snapshot.</summary>
    /// <exception cref="DatabaseException">The database cannot be reached, or refuses us.</exception>
    public static async Task<ExportedSnapshot> TakeAsync(
        DatabaseAddress address, DbDumperOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var connection = address.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await RunAsync(connection, QuietSession.Sql, cancellationToken);
            await RunAsync(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken);
            await using var export = new NpgsqlCommand("SELECT pg_export_snapshot()", connection);
            var id = (string)(await export.ExecuteScalarAsync(cancellationToken))!;
            var capturedAt = clock.GetUtcNow();
            var facts = await FactsReader.ReadAsync(connection, options.KeepPasswordHashes, cancellationToken);
            return new ExportedSnapshot(connection, address, id, facts, capturedAt, options.SnapshotLifetime, clock, logger);
        }
        catch (NpgsqlException exception)
        {
            await connection.DisposeAsync();
            throw PostgresFailure.From(exception, address, "take a snapshot of");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the server whether the snapshot still stands.</summary>
    /// <exception cref="SnapshotLostException">It does not.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_ended)
            {
                throw new SnapshotLostException($"The snapshot of {Address} was given up before its dump began. Start the backup again.");
            }

            await RunAsync(_connection, "SELECT 1", cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            throw new SnapshotLostException($"The snapshot of {Address} was lost before its dump began: {exception.Message}. Start the backup again.", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _lifetime.DisposeAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ExpireAsync(TimeSpan lifetime)
    {
        if (await EndAsync())
        {
            LogExpired(Address.Database, lifetime);
        }
    }

    private async Task<bool> EndAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_ended)
            {
                return false;
            }

            _ended = true;
            await _connection.DisposeAsync();
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }
}
