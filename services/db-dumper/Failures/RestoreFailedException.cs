namespace Holdfast.DbDumper.Failures;

/// <summary>The database could not be rebuilt; the message has PostgreSQL's own words.</summary>
internal sealed class RestoreFailedException(string message, bool canRetry, Exception? inner = null) : DatabaseException(message, canRetry, inner);
