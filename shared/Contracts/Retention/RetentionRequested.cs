namespace Holdfast.Contracts.Retention;

/// <summary>Asks for retention now, or only for what it would do; answered with <see cref="RetentionPlanned"/>.</summary>
public sealed record RetentionRequested
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Whether nothing is to be deleted.</summary>
    public bool DryRun { get; init; }

    public required string RequestedBy { get; init; }
}
