namespace Holdfast.Hosting.Runs;

/// <summary>A step of a component failed; the message is what the operator reads.</summary>
public sealed class RunFailedException(string message, bool retryable, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether another attempt may succeed; false for what an operator has to mend first.</summary>
    public bool Retryable { get; } = retryable;
}
