namespace Holdfast.DbDumper.Failures;

/// <summary>Our login lacks a right that the work needs.</summary>
internal sealed class PrivilegeMissingException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
