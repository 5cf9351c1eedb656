using Holdfast.Contracts.Storage;
using Holdfast.Engine.Objects;
using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.Uploader.Stores;

namespace Holdfast.Uploader.Objects;

/// <summary>Brings objects into staging: as a second name of the file in a local store, else as a copy of what is wanted.</summary>
internal sealed class ObjectStaging(OpenStores stores, StagingArea staging)
{
    private readonly FetchOptions _options = new();

    /// <exception cref="ObjectNotFoundException">No object has this key.</exception>
    public async Task<ObjectStaged> StageAsync(StageObject request, CancellationToken cancellationToken)
    {
        var configured = await stores.OfOperationAsync(request.OperationId, cancellationToken);
        var store = new NamespaceStore(configured.Objects, request.Namespace);
        var item = await store.HeadAsync(request.Key, cancellationToken) ?? throw new ObjectNotFoundException(request.Key);
        var folder = staging.FetchedFolder(request.Namespace, request.OperationId);
        var path = Path.Join(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var linked = configured.Directory?.TryLink($"{request.Namespace}/{request.Key}", path) ?? false;
        if (!linked)
        {
            await new PackedFetch(store, _options).RunAsync(item, Ranges(request), path, cancellationToken);
        }

        return new ObjectStaged
        {
            Namespace = request.Namespace,
            Key = request.Key,
            StagedPath = staging.Relative(path),
            IsWhole = linked || request.Ranges is null,
            Length = item.Length,
        };
    }

    private static List<ByteRange>? Ranges(StageObject request)
    {
        var ranges = request.Ranges?.Select(range => new ByteRange(range.Offset, range.Length)).ToList();
        var end = 0L;
        foreach (var range in ranges ?? [])
        {
            if (range.Offset < end || range.Length < 1 || range.Length > long.MaxValue - range.Offset)
            {
                throw new ArgumentException($"The ranges wanted of '{request.Key}' are not ascending and disjoint.");
            }

            end = range.End;
        }

        return ranges;
    }
}
