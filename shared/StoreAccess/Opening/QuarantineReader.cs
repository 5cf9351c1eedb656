using System.Collections.Concurrent;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Quarantine;
using Holdfast.Engine.Repositories;
using Holdfast.StoreAccess.Objects;
using Microsoft.Extensions.Logging;

namespace Holdfast.StoreAccess.Opening;

/// <summary>Finds the packs that are marked as damaged.</summary>
internal sealed partial class QuarantineReader(ILogger<QuarantineReader> logger)
{
    /// <summary>By key and time of the mark, the pack that it names: a mark never changes.</summary>
    private readonly ConcurrentDictionary<(string Name, ObjectInfo Mark), string> _known = [];

    /// <summary>Keys of the packs of a namespace that must not be deduplicated against.</summary>
    public async Task<IReadOnlySet<string>> ReadAsync(string name, UploaderObjects objects, CancellationToken cancellationToken)
    {
        var packs = new HashSet<string>();
        foreach (var item in await objects.ListAsync(ObjectKeys.QuarantinePrefix, cancellationToken))
        {
            if (_known.TryGetValue((name, item), out var known))
            {
                packs.Add(known);
                continue;
            }

            try
            {
                var pack = QuarantineMark.Parse(await objects.ReadSmallAsync(item.Key, cancellationToken), item.Key).Pack;
                packs.Add(_known.GetOrAdd((name, item), pack));
            }
            catch (Exception problem) when (problem is RepositoryRefusedException or ObjectNotFoundException or EndOfStreamException)
            {
                // Which pack it means cannot be told; verification finds the damage again.
                LogUnreadable(item.Key, problem.Message);
            }
        }

        return packs;
    }

    [LoggerMessage(5102, LogLevel.Warning, "The quarantine mark {Key} cannot be read and has no effect: {Reason}")]
    private partial void LogUnreadable(string key, string reason);
}
