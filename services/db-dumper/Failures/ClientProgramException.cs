namespace Holdfast.DbDumper.Failures;

/// <summary>No client programs are installed that can talk to this server.</summary>
internal sealed class ClientProgramException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
