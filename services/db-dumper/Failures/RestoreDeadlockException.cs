namespace Holdfast.DbDumper.Failures;

/// <summary>Jobs of one pg_restore stood in each other's way, which a single job cannot.</summary>
internal sealed class RestoreDeadlockException(string message) : DatabaseException(message, canRetry: true, inner: null);
