using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Backups;

internal sealed partial class BackupCommit
{
    [LoggerMessage(5301, LogLevel.Information, "The backup {Namespace}/{Timestamp} of {Components} components is committed")]
    private partial void LogCommitted(string @namespace, string timestamp, int components);

    [LoggerMessage(5302, LogLevel.Warning, "The backup {Namespace}/{Timestamp} is not committed: {Reason}")]
    private partial void LogRefused(string @namespace, string timestamp, string reason);

    [LoggerMessage(5303, LogLevel.Error, "The backup {Namespace}/{Timestamp} is not committed, for a reason that nobody expected")]
    private partial void LogDefect(Exception failure, string @namespace, string timestamp);
}
