namespace Holdfast.Contracts.Runs;

/// <summary>Workers stop all running steps of an operation except commits: it failed or was cancelled. Acknowledge without an event.</summary>
public sealed record OperationStopped
{
    public required Guid OperationId { get; init; }

    public required string Reason { get; init; }
}
