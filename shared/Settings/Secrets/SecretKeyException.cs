namespace Holdfast.Settings.Secrets;

/// <summary>A secret cannot be sealed or read, because the key is not there or is not the one; the message says what to do.</summary>
public sealed class SecretKeyException(string message, Exception? cause = null) : IOException(message, cause);
