namespace Holdfast.Contracts.Runs;

/// <summary>A run could not do its step.</summary>
public sealed record ComponentFailed : RunEvent
{
    public required RunStep Step { get; init; }

    /// <summary>In plain words: what was done to what and why it failed, with the tool's own message.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether another attempt may succeed; false for what an operator has to mend first.</summary>
    public required bool Retryable { get; init; }
}
