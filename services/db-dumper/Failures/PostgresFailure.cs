using System.Net.Sockets;
using Holdfast.DbDumper.Servers;
using Npgsql;

namespace Holdfast.DbDumper.Failures;

/// <summary>Turns what the driver and the client programs report into failures an operator understands.</summary>
internal static class PostgresFailure
{
    private static readonly string[] Passing =
    [
        "terminating connection", "server closed the connection", "connection to server", "no connection to the server", "could not receive data",
        "SSL SYSCALL error", "SSL connection has been closed", "the database system is", "lock timeout", "statement timeout", "deadlock detected", "does not exist",
        "cache lookup failed", "could not open relation with OID", "invalid snapshot identifier", "could not import the requested snapshot",
        "conflict with recovery", "too many clients", "remaining connection slots",
    ];

    private static readonly string[] OutOfSpace = ["No space left on device", "could not extend file", "Disk quota exceeded"];

    /// <summary>What a driver error means; <paramref name="doing"/> completes the sentence "could not …".</summary>
    public static DatabaseException From(NpgsqlException exception, DatabaseAddress address, string doing)
    {
        var state = exception.SqlState ?? "";
        var said = (exception as PostgresException)?.MessageText ?? exception.Message;
        var message = $"Could not {doing} {address}: {said}";
        return state switch
        {
            "28P01" or "28000" => new LoginRefusedException($"{message}. Check the user and password of this database's connection string, and the server's pg_hba.conf.", exception),
            "3D000" => new DatabaseMissingException($"{message}. Check the database's name in the configuration.", exception),
            "42501" => new PrivilegeMissingException($"{message}. Give the user '{address.User}' that right.", exception),
            "53100" => new DiskFullException($"{message}. Free space on the server's disk and try again.", exception),
            "55006" or "55000" => new DatabaseInUseException(message, exception),
            _ when IsUnreachable(exception, state) =>
                new ServerUnreachableException($"{message}{Reason(exception)}. Check that the server runs and can be reached from here.", exception),
            _ => new RestoreFailedException(message, exception.IsTransient, exception),
        };
    }

    /// <summary>What pg_dump's error output means.</summary>
    public static DatabaseException FromDump(DatabaseAddress address, int exitCode, string errors) =>
        OutOfSpace.Any(errors.Contains)
            ? new DiskFullException($"The dump of {address} stopped, because the server's disk is full: {errors}")
            : new DumpFailedException($"pg_dump of {address} ended with status {exitCode}: {errors}", Passing.Any(errors.Contains));

    /// <summary>What pg_restore's error output means.</summary>
    public static DatabaseException FromRestore(DatabaseAddress address, int exitCode, string errors) =>
        OutOfSpace.Any(errors.Contains)
            ? new DiskFullException($"The restore into {address} stopped, because the server's disk is full: {errors}")
            : RestoreFailed($"pg_restore into {address} ended with status {exitCode}: {errors}", errors);

    private static DatabaseException RestoreFailed(string message, string errors) =>
        errors.Contains("deadlock detected", StringComparison.Ordinal)
            ? new RestoreDeadlockException(message)
            : new RestoreFailedException(message, IsConnectionLoss(errors));

    private static bool IsConnectionLoss(string errors) =>
        errors.Contains("terminating connection", StringComparison.Ordinal) || errors.Contains("server closed the connection", StringComparison.Ordinal)
        || errors.Contains("the database system is", StringComparison.Ordinal) || errors.Contains("connection to server", StringComparison.Ordinal);

    private static bool IsUnreachable(NpgsqlException exception, string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) || state == "53300"
        || (state.Length == 0 && exception.InnerException is SocketException or TimeoutException or IOException) || (state.Length == 0 && exception.IsTransient);

    private static string Reason(NpgsqlException exception) => exception.InnerException is { } inner ? $" ({inner.Message})" : "";
}
