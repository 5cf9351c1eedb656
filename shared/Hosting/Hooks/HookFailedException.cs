namespace Holdfast.Hosting.Hooks;

/// <summary>A hook did not do what it should.</summary>
internal sealed class HookFailedException(string message, Exception? inner = null) : Exception(message, inner);
