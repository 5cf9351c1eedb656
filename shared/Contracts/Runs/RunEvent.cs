using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Runs;

/// <summary>Something a run reports. Events of any run but the component's current one are ignored.</summary>
public abstract record RunEvent
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required ComponentId Component { get; init; }

    public required Guid RunId { get; init; }
}
