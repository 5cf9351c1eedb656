using Microsoft.Extensions.Logging;

namespace Holdfast.VolumeArchiver.Restores;

internal sealed partial class VolumePreparation
{
    [LoggerMessage(5201, LogLevel.Information, "{Component}: rebuilt {Bytes} bytes, {ReusedBytes} of them from the live tree, the rest from {Packs} packs")]
    private partial void LogBuilt(string component, long bytes, long reusedBytes, long packs);
}
