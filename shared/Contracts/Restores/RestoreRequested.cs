namespace Holdfast.Contracts.Restores;

/// <summary>Asks to bring a backup back, all or nothing; anyone may publish it.</summary>
/// <remarks>
/// Answered, and published for all, with <see cref="RestoreAccepted"/> or <see cref="RestoreRejected"/>. The same
/// <see cref="OperationId"/> again starts nothing and is answered as the first time;
/// a rejection is remembered for a week.
/// </remarks>
public sealed record RestoreRequested
{
    /// <summary>Made up by the requester.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The namespace to restore into.</summary>
    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>The namespace the backup was taken in; <see cref="Namespace"/> when null.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>What to leave as it is: component names (of a volume or a database), <c>kind/name</c>, or <c>postgres</c> for all databases.</summary>
    public IReadOnlyList<string> DisabledServices { get; init; } = [];

    /// <summary>Only look whether it would work: the answer is in <see cref="RestoreCompleted.Preflight"/>, and nothing changes.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Rehearse the restore: build and check everything beside the live data, then remove it again. Only together with <see cref="DryRun"/>,
    /// so that a scheduler older than drills, which passes over this field, only looks; not together with <see cref="Salvage"/>.
    /// </summary>
    public bool Drill { get; init; }

    /// <summary>Bring back what is readable when objects are damaged, and list the loss.</summary>
    public bool Salvage { get; init; }

    public required string RequestedBy { get; init; }
}
