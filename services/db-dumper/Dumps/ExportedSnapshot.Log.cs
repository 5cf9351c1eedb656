using Microsoft.Extensions.Logging;

namespace Holdfast.DbDumper.Dumps;

internal sealed partial class ExportedSnapshot
{
    [LoggerMessage(4101, LogLevel.Warning, "The snapshot of database {Database} was given up after {Lifetime}, because no dump began; it would have kept the server from vacuuming")]
    private partial void LogExpired(string database, TimeSpan lifetime);
}
