namespace Holdfast.Contracts.Runs;

/// <summary>A worker has begun with a component. For observers: the claim has told the saga already.</summary>
public sealed record ComponentStarted : RunEvent
{
    public required RunStep Step { get; init; }
}
