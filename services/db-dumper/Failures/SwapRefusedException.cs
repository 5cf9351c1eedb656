namespace Holdfast.DbDumper.Failures;

/// <summary>The databases found on the server do not allow this step.</summary>
internal sealed class SwapRefusedException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
