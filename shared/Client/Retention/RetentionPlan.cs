namespace Holdfast.Client.Retention;

/// <summary>What retention does, or would do.</summary>
public sealed record RetentionPlan
{
    public required int Code { get; init; }

    public required string Message { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>Successful backups to keep, as configured.</summary>
    public required int Keep { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<PlannedBackup> Backups { get; init; }

    /// <summary>Bytes that would be freed; only of a dry run.</summary>
    public long? FreedBytes { get; init; }

    /// <summary>Why nothing would be deleted; only of a dry run.</summary>
    public string? Problem { get; init; }
}
