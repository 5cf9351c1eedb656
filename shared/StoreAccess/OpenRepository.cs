using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.StoreAccess;

/// <summary>The repository of a namespace as one run sees it. Disposing removes the run's folder.</summary>
public sealed record OpenRepository : IDisposable
{
    public required Repository Repository { get; init; }

    public required IObjectSource Source { get; init; }

    public required IObjectSink Sink { get; init; }

    /// <summary>The room in staging, which all runs of all workers share.</summary>
    public required IStagingSpace Space { get; init; }

    /// <summary>An existing folder of this run's own on the local disk.</summary>
    public required string StagingFolder { get; init; }

    /// <summary>The objects of earlier runs at this component in this operation, nearest run first.</summary>
    public IReadOnlyList<IReadOnlyList<ObjectInfo>> InterruptedRuns { get; init; } = [];

    /// <summary>Keys of packs that must not be deduplicated against.</summary>
    public IReadOnlySet<string> DamagedPacks { get; init; } = new HashSet<string>();

    public void Dispose()
    {
        try
        {
            Directory.Delete(StagingFolder, recursive: true);
        }
        catch (IOException) when (!Directory.Exists(StagingFolder))
        {
            // The operation has ended, and the uploader removed all of its folders.
        }
    }
}
