namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Two trees could not be swapped; the message tells which one is live.</summary>
internal sealed class SwapFailedException(string message, Exception? inner = null) : IOException(message, inner);
