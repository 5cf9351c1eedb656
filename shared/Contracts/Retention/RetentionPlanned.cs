using Holdfast.Contracts.Storage;

namespace Holdfast.Contracts.Retention;

/// <summary>Which backups go and which stay. Unless it was a dry run, those that go are marked and the sweep has been asked for.</summary>
public sealed record RetentionPlanned
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Successful backups to keep, as configured.</summary>
    public required int Keep { get; init; }

    /// <summary>Every backup in the list, oldest first.</summary>
    public required IReadOnlyList<PlannedBackup> Backups { get; init; }

    /// <summary>The sweep. After a dry run the uploader may be asked what it would free.</summary>
    public required SweepRetention Sweep { get; init; }
}
