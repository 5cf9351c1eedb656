using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Storage;

/// <summary>
/// Check that every snapshot is there with its hash, then write <c>manifest.json</c>; answered with <see cref="BackupCommitted"/> or
/// <see cref="BackupCommitFailed"/>, both published.
/// </summary>
/// <remarks>May come more than once: a manifest that exists with the same content counts as committed.</remarks>
public sealed record CommitBackup
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public string? Label { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<ComponentSnapshot> Components { get; init; }

    /// <summary>After this instant the operation has been given up: answer that the commit failed and write nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
