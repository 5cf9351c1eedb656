using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Holdfast.State.Database;

/// <summary>Tells database errors that a fresh attempt may cure.</summary>
/// <remarks>
/// Lost version races, duplicate keys of an insert race, a busy or deadlocked or unreachable database. Nothing else: an update that
/// can never succeed must not be retried.
/// </remarks>
public static class TransientErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int DuplicatePrimaryKey = 1555;
    private const int DuplicateUnique = 2067;

    public static bool IsTransient(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsTransient(inner),
        SqliteException { SqliteErrorCode: Busy or Locked } => true,
        SqliteException { SqliteExtendedErrorCode: DuplicatePrimaryKey or DuplicateUnique } => true,
        PostgresException postgres => postgres.IsTransient || postgres.SqlState
            is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException npgsql => npgsql.IsTransient,
        InvalidOperationException { InnerException: (NpgsqlException or DbUpdateException) and { } inner } => IsTransient(inner),
        EventExecutionException { InnerException: { } inner } => IsTransient(inner), // what an activity of a state machine throws
        _ => false,
    };
}
