namespace Holdfast.Contracts.Storage;

/// <summary>The bytes lie in staging; whoever asked removes the file when done.</summary>
public sealed record ObjectStaged
{
    public required string Namespace { get; init; }

    public required string Key { get; init; }

    /// <summary>Relative to the staging area. Holds the ranges one after the other, without gaps, or the whole object.</summary>
    public required string StagedPath { get; init; }

    /// <summary>Bytes of the staged file.</summary>
    public required long Length { get; init; }
}
