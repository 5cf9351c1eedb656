namespace Holdfast.Contracts.Backups;

/// <summary>Asks for a backup; anyone may publish it.</summary>
/// <remarks>
/// Answered, and published for all, with <see cref="BackupAccepted"/> or <see cref="BackupRejected"/>. The same
/// <see cref="OperationId"/> again starts nothing and is answered as the first time;
/// a rejection is remembered for a week.
/// </remarks>
public sealed record BackupRequested
{
    /// <summary>Made up by the requester.</summary>
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The components to back up, as <c>db/airflow</c> or just <c>airflow</c>; all registered ones when null.</summary>
    public IReadOnlyList<string>? Components { get; init; }

    /// <summary>Free text shown beside the backup.</summary>
    public string? Label { get; init; }

    /// <summary>Who asked: the name of an API key, <c>schedule</c>, <c>start-up</c> or a service's name.</summary>
    public required string RequestedBy { get; init; }
}
