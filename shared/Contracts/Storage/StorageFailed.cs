namespace Holdfast.Contracts.Storage;

/// <summary>The store could not do what was asked.</summary>
public sealed record StorageFailed
{
    public required string Namespace { get; init; }

    /// <summary>The object key concerned; null for listings.</summary>
    public string? Key { get; init; }

    public required string Reason { get; init; }

    /// <summary>Whether the object does not exist.</summary>
    public bool NotFound { get; init; }

    /// <summary>Whether other bytes are stored under this key already; they stay.</summary>
    public bool Conflict { get; init; }

    /// <summary>Whether asking again may succeed.</summary>
    public required bool Retryable { get; init; }
}
