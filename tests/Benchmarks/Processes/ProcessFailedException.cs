namespace Holdfast.Benchmarks.Processes;

/// <summary>A command ended with an error, or did not start.</summary>
internal sealed class ProcessFailedException(string message) : Exception(message);
