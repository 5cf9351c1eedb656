namespace Holdfast.Contracts.Storage;

/// <summary>Part of an object.</summary>
public sealed record ObjectRange
{
    /// <summary>First byte, from 0.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes, at least 1.</summary>
    public required long Length { get; init; }
}
