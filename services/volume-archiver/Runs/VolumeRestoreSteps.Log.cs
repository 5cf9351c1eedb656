using Microsoft.Extensions.Logging;

namespace Holdfast.VolumeArchiver.Runs;

internal sealed partial class VolumeRestoreSteps
{
    [LoggerMessage(5401, LogLevel.Warning, "{Component}: {Count} names appeared in the volume while its trees were swapped, and were put aside")]
    private partial void LogSetAside(string component, int count);

    [LoggerMessage(5402, LogLevel.Warning, "{Component}: the volume's root could not be given all of its metadata: {Refusals}")]
    private partial void LogRefusals(string component, string refusals);

    [LoggerMessage(5403, LogLevel.Information, "{Component}: removing what the restore {Operation} left behind")]
    private partial void LogLeftOver(string component, string operation);
}
