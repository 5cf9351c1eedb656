using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.StoreAccess.Objects;
using Microsoft.Extensions.Logging;

namespace Holdfast.StoreAccess.Opening;

/// <summary>Reads the key files of a repository; one that is damaged is passed over, since another may open it.</summary>
internal sealed partial class KeyFileReader(ILogger<KeyFileReader> logger)
{
    private const int MaxLength = 64 << 10;

    /// <summary>The key files that can be read, and the keys of those that cannot.</summary>
    public async Task<(IReadOnlyList<KeyFile> Files, IReadOnlyList<string> Damaged)> ReadAsync(
        UploaderObjects objects, IReadOnlyList<ObjectInfo> listing, CancellationToken cancellationToken)
    {
        var (files, damaged) = (new List<KeyFile>(), new List<string>());
        foreach (var item in listing)
        {
            try
            {
                files.Add(KeyFile.Parse(await ReadAsync(objects, item, cancellationToken), item.Key));
            }
            catch (Exception problem) when (problem is RepositoryRefusedException or ObjectNotFoundException or EndOfStreamException)
            {
                LogPassedOver(item.Key, problem.Message);
                damaged.Add(item.Key);
            }
        }

        return (files, damaged);
    }

    private static async Task<byte[]> ReadAsync(UploaderObjects objects, ObjectInfo item, CancellationToken cancellationToken)
    {
        await using var fetched = await objects.FetchAsync(item.Key, ranges: null, cancellationToken);
        var bytes = new byte[Math.Min(fetched.Length, MaxLength)]; // of a longer one the beginning, which is no key file
        await fetched.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }

    [LoggerMessage(5101, LogLevel.Warning, "The key file {Key} is passed over: {Reason}")]
    private partial void LogPassedOver(string key, string reason);
}
