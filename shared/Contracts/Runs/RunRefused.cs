namespace Holdfast.Contracts.Runs;

/// <summary>Nobody wants this command any more, or another worker has it: acknowledge it and do nothing.</summary>
public sealed record RunRefused
{
    public required Guid OperationId { get; init; }

    /// <summary>Why, for the log.</summary>
    public required string Reason { get; init; }
}
