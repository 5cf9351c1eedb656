using System.Text.Json.Serialization;

namespace Holdfast.Client.Operations;

/// <summary>A backup or restore that runs.</summary>
public sealed record Operation
{
    /// <summary>The ongoing text.</summary>
    public required string Status { get; init; }

    public string? Namespace { get; init; }

    public string? Timestamp { get; init; }

    /// <summary><c>Backup</c> or <c>Restore</c>.</summary>
    [JsonPropertyName("operation")]
    public required string Kind { get; init; }

    /// <summary>True for a restore that is only rehearsed.</summary>
    public bool? Drill { get; init; }

    public Guid? OperationId { get; init; }

    public required bool Ongoing { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Progress? Progress { get; init; }

    public IReadOnlyList<ComponentProgress>? Components { get; init; }
}
