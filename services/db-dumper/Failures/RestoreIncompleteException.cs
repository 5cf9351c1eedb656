namespace Holdfast.DbDumper.Failures;

/// <summary>A rebuilt database does not hold what its archive lists.</summary>
internal sealed class RestoreIncompleteException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
