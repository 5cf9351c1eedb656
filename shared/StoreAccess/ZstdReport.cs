using Holdfast.Engine.Chunks.Zstd;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.StoreAccess;

/// <summary>Tells at the start which zstd a worker compresses with; one that was asked for and cannot be had ends the start.</summary>
internal sealed partial class ZstdReport(ILogger<ZstdReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogZstd(ZstdChoice.Description);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(5121, LogLevel.Information, "Chunks are compressed with {Zstd}")]
    private partial void LogZstd(string zstd);
}
