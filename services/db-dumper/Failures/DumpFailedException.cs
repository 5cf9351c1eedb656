namespace Holdfast.DbDumper.Failures;

/// <summary>pg_dump did not finish; the message has its own words.</summary>
internal sealed class DumpFailedException(string message, bool canRetry, Exception? inner = null) : DatabaseException(message, canRetry, inner);
