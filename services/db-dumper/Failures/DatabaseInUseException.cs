namespace Holdfast.DbDumper.Failures;

/// <summary>Others hold on to a database that must be free of them.</summary>
internal sealed class DatabaseInUseException(string message, Exception? inner = null) : DatabaseException(message, canRetry: true, inner);
