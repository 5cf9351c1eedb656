namespace Holdfast.ObjectStores.Namespaces;

/// <summary>How objects are fetched from a store that is not a local directory.</summary>
public sealed class FetchOptions
{
    /// <summary>The largest part asked for at once, in bytes; 1 or more. Default 4 MiB.</summary>
    public int PartLength { get; init; } = 4 << 20;

    /// <summary>How many parts of one object are asked for at the same time; 1 or more. Memory in use is this times the part length.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Ranges with a gap of at most so many bytes between them are asked for as one. Default 64 KiB.</summary>
    public int MergeGap { get; init; } = 64 << 10;
}
