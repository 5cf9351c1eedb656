namespace Holdfast.Contracts.Storage;

/// <summary>Put a staged file into the store, unless the key exists; answered with <see cref="ObjectStored"/> or <see cref="StorageFailed"/>.</summary>
/// <remarks>Idempotent: when the key exists with this length and hash the answer is the same; with other content it is a failure.</remarks>
public sealed record StoreObject
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Object key relative to the namespace.</summary>
    public required string Key { get; init; }

    /// <summary>The staged file, relative to the staging area; the uploader removes it when it is stored.</summary>
    public required string StagedPath { get; init; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
