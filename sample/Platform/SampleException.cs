namespace Holdfast.Sample.Platform;

/// <summary>Something that the person at the terminal can mend; the message says how.</summary>
internal sealed class SampleException(string message, Exception? innerException = null) : Exception(message, innerException);
