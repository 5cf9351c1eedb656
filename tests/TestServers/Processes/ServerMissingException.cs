namespace Holdfast.TestServers.Processes;

/// <summary>A server that tests want is not installed here. The message says how to get it; the tests that want it are to be skipped.</summary>
public sealed class ServerMissingException(string message) : Exception(message);
