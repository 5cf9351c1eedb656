namespace Holdfast.DbDumper.Failures;

/// <summary>The snapshot that a dump was to read has ended before the dump began.</summary>
internal sealed class SnapshotLostException(string message, Exception? inner = null) : DatabaseException(message, canRetry: true, inner);
