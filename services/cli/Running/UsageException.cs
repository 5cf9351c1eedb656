namespace Holdfast.Cli.Running;

/// <summary>What the command was told cannot be.</summary>
internal sealed class UsageException(string message) : Exception(message);
