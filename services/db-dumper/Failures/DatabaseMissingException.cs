namespace Holdfast.DbDumper.Failures;

/// <summary>The server has no database of that name.</summary>
internal sealed class DatabaseMissingException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
