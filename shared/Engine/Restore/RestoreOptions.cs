using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Restore;

/// <summary>How a component is brought back.</summary>
public sealed class RestoreOptions
{
    /// <summary>Chunks decoded and written at the same time; default two a core.</summary>
    public int Workers { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Packs fetched at the same time, ahead of the workers.</summary>
    public int ParallelFetches { get; init; } = 4;

    /// <summary>An existing folder for what does not fit into memory; at most a few hundred bytes a file.</summary>
    public required string StagingFolder { get; init; }

    /// <summary>Whether the restore ends only when everything has reached the disk: needed before it takes the place of live data.</summary>
    public bool SyncToDisk { get; init; } = true;

    /// <summary>
    /// Whether to bring back what is left of a damaged snapshot instead of refusing: what is lost is listed in the result.
    /// </summary>
    public bool Salvage { get; init; }

    /// <summary>
    /// A tree on this host that may hold some of the same files, such as the one that is to be replaced: their content is taken from there,
    /// if its hashes are right, and not fetched. Null for none.
    /// </summary>
    public VolumeRoot? Local { get; init; }

    /// <summary>What to do where owners, attributes or device nodes cannot be set; null for the default of this process.</summary>
    public MetadataPolicy? Metadata { get; init; }
}
