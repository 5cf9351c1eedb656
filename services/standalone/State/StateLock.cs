using Holdfast.Hosting.Files;
using Holdfast.State.Database;
using Npgsql;

namespace Holdfast.Standalone.State;

/// <summary>Holds the state database for this process, from before its migration until the end.</summary>
/// <remarks>
/// Beside an SQLite file lies <c>&lt;file&gt;.lock</c>, held by an advisory lock of the file system; on PostgreSQL a session of its own
/// holds an advisory lock. Both end with the process, however it ends.
/// </remarks>
internal sealed class StateLock : IAsyncDisposable
{
    /// <summary>"holdfast" in ASCII.</summary>
    private const long AdvisoryKey = 0x686F6C6466617374;

    private readonly IAsyncDisposable? _held;

    private StateLock(IAsyncDisposable? held) => _held = held;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StateInUseException">Another process has it.</exception>
    public static async Task<StateLock> TakeAsync(StateOptions options, CancellationToken cancellationToken)
    {
        if (LocalState.FileOf(options) is { } path)
        {
            return new StateLock(LockFile(path));
        }

        return new StateLock(options.Provider == StateProvider.Postgres ? await LockDatabaseAsync(options.ConnectionString, cancellationToken) : null);
    }

    public ValueTask DisposeAsync() => _held?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static FileStream LockFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return FileLock.TryTake($"{path}.lock") ?? throw new StateInUseException(path);
    }

    private static async Task<NpgsqlConnection> LockDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 30 };
        var session = new NpgsqlConnection(address.ConnectionString);
        try
        {
            await session.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", session) { Parameters = { new() { Value = AdvisoryKey } } };
            return await command.ExecuteScalarAsync(cancellationToken) is true
                ? session
                : throw new StateInUseException($"{address.Database} on {address.Host}");
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
