using Holdfast.Contracts.Components;

namespace Holdfast.Scheduler.Watch;

/// <summary>The watchdog tells a saga that one of its components has fallen silent. Stays within the scheduler.</summary>
public sealed record ComponentSilent
{
    public required Guid OperationId { get; init; }

    public required ComponentId Component { get; init; }

    /// <summary>The run, or unclaimed command, that the watchdog saw: if the component has another by now, nothing is wrong.</summary>
    public required Guid RunId { get; init; }

    public required Silence Silence { get; init; }

    public required string Reason { get; init; }
}
