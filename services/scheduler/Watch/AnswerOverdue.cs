namespace Holdfast.Scheduler.Watch;

/// <summary>The watchdog tells a saga that the uploader has not answered in time. Stays within the scheduler.</summary>
public sealed record AnswerOverdue
{
    public required Guid OperationId { get; init; }
}
