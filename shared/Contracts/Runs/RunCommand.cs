using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Runs;

/// <summary>A command for one component of one operation.</summary>
/// <remarks>
/// Before the worker does anything it sends <see cref="ClaimRun"/>, and it works under the run id of the answer: a command that the broker
/// delivered again gets a new one, so that a worker believed dead can do no harm. It publishes
/// <see cref="ComponentHeartbeat"/> while it works, stops at <see cref="OperationStopped"/>, and ends with exactly one event of success
/// or <see cref="ComponentFailed"/>. All steps are idempotent: the same command may come again after it was carried out.
/// </remarks>
public abstract record RunCommand
{
    public required Guid OperationId { get; init; }

    /// <summary>The namespace that is backed up, or restored into.</summary>
    public required string Namespace { get; init; }

    public required ComponentId Component { get; init; }

    /// <summary>Identifies this command; the run to work under is the one that the claim is answered with.</summary>
    public required Guid RunId { get; init; }

    /// <summary>1 for the first try at this step of this component.</summary>
    public required int Attempt { get; init; }
}
