using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Backups;

internal sealed partial class StoredBackups
{
    [LoggerMessage(5311, LogLevel.Warning, "The backup {Namespace}/{Timestamp} cannot be read: {Reason}")]
    private partial void LogUnreadable(string @namespace, string timestamp, string reason);
}
