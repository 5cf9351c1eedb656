using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Deletion;

internal sealed partial class BackupRemoval
{
    [LoggerMessage(5401, LogLevel.Information, "The backup {Namespace}/{Timestamp} is deleted, {Bytes} bytes in {Objects} objects are free")]
    private partial void LogDeleted(string @namespace, string timestamp, long bytes, int objects);

    [LoggerMessage(5402, LogLevel.Warning, "The backup {Namespace}/{Timestamp} is gone, but not all that it alone needed; a later sweep removes that: {Reason}")]
    private partial void LogLeftovers(string @namespace, string timestamp, string reason);

    [LoggerMessage(5403, LogLevel.Information, "Retention in {Namespace} removed {Backups} backups, {Bytes} bytes in {Objects} objects are free")]
    private partial void LogSwept(string @namespace, int backups, long bytes, int objects);

    [LoggerMessage(5404, LogLevel.Warning, "Retention in {Namespace} could not do all of its work: {Reason}")]
    private partial void LogSweepFailed(Exception failure, string @namespace, string reason);
}
