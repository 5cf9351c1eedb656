namespace Holdfast.DbDumper.Failures;

/// <summary>The server answered and refused our user or password.</summary>
internal sealed class LoginRefusedException(string message, Exception? inner = null) : DatabaseException(message, canRetry: false, inner);
