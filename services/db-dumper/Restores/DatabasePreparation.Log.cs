using Microsoft.Extensions.Logging;

namespace Holdfast.DbDumper.Restores;

internal sealed partial class DatabasePreparation
{
    [LoggerMessage(4201, LogLevel.Information, "Database {Database} is rebuilt as {Prepared} with {Entries} entries")]
    private partial void LogPrepared(string database, string prepared, int entries);

    [LoggerMessage(4202, LogLevel.Warning, "The unfinished database {Building} could not be dropped ({Problem}) after its restore failed: {Reason}; the next step for it tries again")]
    private partial void LogLeftBehind(string building, string problem, string reason);

    [LoggerMessage(4203, LogLevel.Warning, "While database {Database} was rebuilt: {Note}")]
    private partial void LogNote(string database, string note);

    [LoggerMessage(4204, LogLevel.Information, "Database {Database} is rebuilt once more with a single job, because the jobs of pg_restore stood in each other's way: {Reason}")]
    private partial void LogDeadlock(string database, string reason);
}
