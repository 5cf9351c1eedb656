using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Runs;

/// <summary>
/// A worker asks whether a command it received is still wanted and under which run id; answered with <see cref="RunGranted"/> or
/// <see cref="RunRefused"/>.
/// </summary>
/// <remarks>Asking again with the same <see cref="ClaimId"/> is answered the same way.</remarks>
public sealed record ClaimRun
{
    public required Guid OperationId { get; init; }

    public required ComponentId Component { get; init; }

    /// <summary>The run id that stands in the command.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Made up by the worker for this one delivery of the command.</summary>
    public required Guid ClaimId { get; init; }

    /// <summary>Whether the broker said that it delivered the command before: then whoever had it has lost it.</summary>
    public required bool Redelivered { get; init; }
}
