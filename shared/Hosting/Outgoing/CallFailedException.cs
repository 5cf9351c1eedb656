namespace Holdfast.Hosting.Outgoing;

/// <summary>Somebody outside was not reached, or did not accept. The message names neither a URL nor anything that the other side answered, but its status.</summary>
public class CallFailedException(string message, Exception? inner = null) : Exception(message, inner);
