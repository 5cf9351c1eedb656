using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.StoreAccess.Objects;
using Microsoft.Extensions.Logging;

namespace Holdfast.StoreAccess.Opening;

/// <summary>Reads the key files of a repository; one that is damaged is passed over, since another may open it.</summary>
internal sealed partial class KeyFileReader(ILogger<KeyFileReader> logger)
{
    /// <summary>The key files that can be read, and the keys of those that cannot.</summary>
    public async Task<(IReadOnlyList<KeyFile> Files, IReadOnlyList<string> Damaged)> ReadAsync(
        UploaderObjects objects, IReadOnlyList<ObjectInfo> listing, CancellationToken cancellationToken)
    {
        var (files, damaged) = (new List<KeyFile>(), new List<string>());
        foreach (var item in listing)
        {
            try
            {
                files.Add(KeyFile.Parse(await objects.ReadSmallAsync(item.Key, cancellationToken), item.Key));
            }
            catch (Exception problem) when (problem is RepositoryRefusedException or ObjectNotFoundException or EndOfStreamException)
            {
                LogPassedOver(item.Key, problem.Message);
                damaged.Add(item.Key);
            }
        }

        return (files, damaged);
    }

    [LoggerMessage(5101, LogLevel.Warning, "The key file {Key} is passed over: {Reason}")]
    private partial void LogPassedOver(string key, string reason);
}
