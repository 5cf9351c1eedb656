namespace Holdfast.DbDumper.Failures;

/// <summary>The server has no space left for the data.</summary>
internal sealed class DiskFullException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
