namespace Holdfast.DbDumper.Failures;

/// <summary>The server does not answer, is starting or stopping, or has no connection left.</summary>
internal sealed class ServerUnreachableException(string message, Exception? inner = null) : DatabaseException(message, canRetry: true, inner);
