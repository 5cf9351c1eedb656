using Microsoft.Extensions.Logging;

namespace Holdfast.VolumeArchiver.Runs;

internal sealed partial class VolumeArchive
{
    [LoggerMessage(5301, LogLevel.Warning, "{Component}: {Count} entries are not in the backup as they were, first: {Issues}")]
    private partial void LogIssues(string component, long count, string issues);

    [LoggerMessage(5302, LogLevel.Warning, "{Component}: what could be read of earlier backups was not all of it, so that more was stored anew: {Problem}")]
    private partial void LogReuseProblem(string component, string problem);

    [LoggerMessage(5303, LogLevel.Warning, "{Component}: '{Path}' holds no file any more, its backup before did")]
    private partial void LogEmptied(string component, string path);
}
