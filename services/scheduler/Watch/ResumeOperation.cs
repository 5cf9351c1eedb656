namespace Holdfast.Scheduler.Watch;

/// <summary>The watchdog tells a saga to send the commands of its current step again. Stays within the scheduler.</summary>
public sealed record ResumeOperation
{
    public required Guid OperationId { get; init; }

    /// <summary>Runs claimed before this instant ended with their process, as they do on the in-memory bus; null when runs outlive this process.</summary>
    public DateTimeOffset? RunsLostBefore { get; init; }
}
