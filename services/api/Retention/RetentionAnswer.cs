using Holdfast.Contracts.Retention;

namespace Holdfast.Api.Retention;

/// <summary>What retention does, or would do.</summary>
internal sealed record RetentionAnswer
{
    public required int Code { get; init; }

    public required string Message { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>Successful backups to keep, as configured.</summary>
    public required int Keep { get; init; }

    /// <summary>Every backup in the list with what happens to it and why, oldest first.</summary>
    public required IReadOnlyList<PlannedBackup> Backups { get; init; }

    /// <summary>Bytes that would be freed, leftovers of failed backups included; only of a dry run, and only when nothing stands in its way.</summary>
    public long? FreedBytes { get; init; }

    /// <summary>Why nothing would be deleted; only of a dry run.</summary>
    public string? Problem { get; init; }
}
