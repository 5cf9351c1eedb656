using Microsoft.Extensions.Logging;

namespace Holdfast.ObjectStores.Retries;

public sealed partial class RetryingStore
{
    [LoggerMessage(3100, LogLevel.Warning, "The object store failed for a moment; attempt {Attempt} of {Attempts} follows in {Delay}: {Reason}")]
    private static partial void LogRetry(ILogger logger, int attempt, int attempts, TimeSpan delay, string reason);
}
