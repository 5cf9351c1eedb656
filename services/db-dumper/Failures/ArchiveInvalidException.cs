namespace Holdfast.DbDumper.Failures;

/// <summary>What was given as a dump cannot be read as one, or holds nothing.</summary>
internal sealed class ArchiveInvalidException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
