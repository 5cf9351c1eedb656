namespace Holdfast.Contracts.Storage;

/// <summary>The bytes lie in staging; whoever asked removes the file when done.</summary>
public sealed record ObjectStaged
{
    public required string Namespace { get; init; }

    public required string Key { get; init; }

    /// <summary>Relative to the staging area.</summary>
    public required string StagedPath { get; init; }

    /// <summary>
    /// Whether the file is the whole object, also when ranges were asked for; else it holds the ranges one after the other, without gaps.
    /// </summary>
    public required bool IsWhole { get; init; }

    /// <summary>Bytes of the object in the store.</summary>
    public required long Length { get; init; }
}
