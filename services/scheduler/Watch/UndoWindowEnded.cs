namespace Holdfast.Scheduler.Watch;

/// <summary>The data that a restore replaced need not be kept any longer. Stays within the scheduler.</summary>
public sealed record UndoWindowEnded
{
    public required Guid OperationId { get; init; }
}
