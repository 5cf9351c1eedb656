namespace Holdfast.Engine.Objects;

/// <summary>Other bytes are already stored under this key; stored objects are never overwritten. Not worth retrying.</summary>
public sealed class ObjectExistsException(string key, Exception? cause = null)
    : IOException($"The store already has another object '{key}'. Stored objects are never overwritten.", cause)
{
    /// <summary>The key that was to be stored.</summary>
    public string Key { get; } = key;
}
