namespace Holdfast.Benchmarks.Options;

/// <summary>The command line is wrong; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);
