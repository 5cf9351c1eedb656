using Holdfast.Contracts.Components;

namespace Holdfast.Api.Restores;

/// <summary>A restore that can be undone.</summary>
internal sealed record UndoableAnswer
{
    public required Guid OperationId { get; init; }

    /// <summary>The backup it brought back.</summary>
    public required string Timestamp { get; init; }

    public required string SourceNamespace { get; init; }

    /// <summary>Until when what it replaced is kept.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What would hold again what it held before the restore.</summary>
    public required IReadOnlyList<ComponentId> Components { get; init; }
}
