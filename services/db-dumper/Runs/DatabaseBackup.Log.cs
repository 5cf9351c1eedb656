using Microsoft.Extensions.Logging;

namespace Holdfast.DbDumper.Runs;

internal sealed partial class DatabaseBackup
{
    [LoggerMessage(4301, LogLevel.Warning, "pg_dump of {Component} ended well, but said: {Warnings}")]
    private partial void LogWarnings(string component, string warnings);
}
