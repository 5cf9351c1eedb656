namespace Holdfast.Engine.Sealing;

/// <summary>Encrypted bytes do not open: they are damaged, or were put here from another place. Not worth retrying.</summary>
public sealed class SealBrokenException(string key, string part, Exception? cause = null)
    : IOException($"{part} of '{key}' does not open: its bytes are damaged or come from another place.", cause)
{
    /// <summary>The key of the object that holds the bytes.</summary>
    public string Key { get; } = key;
}
