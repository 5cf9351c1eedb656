using System.Text.Json.Serialization;
using Holdfast.Client.Operations;

namespace Holdfast.Client.Backups;

/// <summary>A backup, complete or not.</summary>
public sealed record Backup
{
    /// <summary>Where a person finds its objects.</summary>
    [JsonPropertyName("backupurl")]
    public string? BackupUrl { get; init; }

    public string? Namespace { get; init; }

    /// <summary><c>Success</c>, the text of an ongoing operation, or the first error.</summary>
    public required string Status { get; init; }

    public string? Timestamp { get; init; }

    public Guid? OperationId { get; init; }

    public string? Label { get; init; }

    public bool? Pinned { get; init; }

    /// <summary>What has become much smaller in it, until that is accepted.</summary>
    public string? Suspicion { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Bytes that a restore of all components brings back.</summary>
    public long? LogicalBytes { get; init; }

    /// <summary>Bytes that the backup added to the store.</summary>
    public long? StoredBytes { get; init; }

    /// <summary>A newer backup that failed; only beside the latest complete one.</summary>
    public FailedBackup? LastFailure { get; init; }

    public Progress? Progress { get; init; }

    public IReadOnlyList<ComponentProgress>? Components { get; init; }

    /// <summary>Whether it is complete.</summary>
    [JsonIgnore]
    public bool Succeeded => Status == OperationText.Success;

    /// <summary>Whether it, or what stands in its place, still runs.</summary>
    [JsonIgnore]
    public bool IsOngoing => OperationText.IsOngoing(Status);
}
