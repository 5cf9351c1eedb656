using Holdfast.Engine.Chunks.Zstd;
using Holdfast.StoreAccess;
using Holdfast.Uploader.Tests.Platform;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Tests.StoreAccess;

public sealed class ZstdReportTests
{
    [Fact]
    public async Task A_worker_tells_at_its_start_which_zstd_it_compresses_with()
    {
        using var log = new CapturedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        await new ZstdReport(loggers.CreateLogger<ZstdReport>()).StartAsync(TestContext.Current.CancellationToken);
        Assert.True(log.Has($"compressed with {ZstdChoice.Description}"));
    }
}
