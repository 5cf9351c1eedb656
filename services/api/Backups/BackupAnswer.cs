using System.Text.Json.Serialization;
using Holdfast.Api.Operations;

namespace Holdfast.Api.Backups;

/// <summary>A backup as the API shows it. The first four fields are what scripts rely on.</summary>
internal sealed record BackupAnswer
{
    [JsonPropertyName("backupurl")]
    public required string BackupUrl { get; init; }

    public required string Namespace { get; init; }

    /// <summary><c>Success</c>, the ongoing text, or the first error.</summary>
    public required string Status { get; init; }

    public required string Timestamp { get; init; }

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
    public FailedAttempt? LastFailure { get; init; }

    public ProgressAnswer? Progress { get; init; }

    public IEnumerable<ComponentAnswer>? Components { get; init; }

    /// <summary>A backup that failed.</summary>
    internal sealed record FailedAttempt(string Timestamp, string Status);
}
