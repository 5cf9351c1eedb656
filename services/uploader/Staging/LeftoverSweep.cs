using Holdfast.Uploader.Objects;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Uploader.Staging;

/// <summary>Removes what operations left that nobody ended, and what puts left that were cut off; runs at start and with every retention.</summary>
internal sealed partial class LeftoverSweep(
    OperationFolders folders, OpenStores stores, IOptions<UploaderOptions> options, TimeProvider clock, ILogger<LeftoverSweep> logger)
{
    /// <summary>Removes what was not written to for <see cref="UploaderOptions.LeftoverAge"/>; a failure is logged, it harms nothing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var limit = clock.GetUtcNow().UtcDateTime - options.Value.LeftoverAge;
            foreach (var folder in folders.All().Where(folder => LastWrite(folder) < limit).ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                LogLeftover(folder);
                folders.Remove(folder);
            }

            var store = await stores.NowAsync(cancellationToken);
            await store.SweepUnfinished(options.Value.LeftoverAge, cancellationToken);
        }
        catch (Exception problem) when (StorageFailure.IsExpected(problem))
        {
            LogFailed(problem.Message);
        }
    }

    private static DateTime LastWrite(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .Select(File.GetLastWriteTimeUtc).Append(Directory.GetLastWriteTimeUtc(folder)).Max();

    [LoggerMessage(5502, LogLevel.Information, "Removing {Folder}: its operation was cut off")]
    private partial void LogLeftover(string folder);

    [LoggerMessage(5503, LogLevel.Warning, "Leftovers in staging could not be removed: {Reason}")]
    private partial void LogFailed(string reason);
}
