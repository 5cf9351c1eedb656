namespace Holdfast.Client.Restores;

/// <summary>A restore that can be undone.</summary>
public sealed record UndoableRestore
{
    public required Guid OperationId { get; init; }

    /// <summary>The backup it brought back.</summary>
    public required string Timestamp { get; init; }

    public required string SourceNamespace { get; init; }

    /// <summary>Until when what it replaced is kept.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What would hold again what it held before the restore, such as <c>db/airflow</c>.</summary>
    public required IReadOnlyList<string> Components { get; init; }
}
