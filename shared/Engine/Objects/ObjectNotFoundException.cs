namespace Holdfast.Engine.Objects;

/// <summary>No object has this key. Not worth retrying.</summary>
public sealed class ObjectNotFoundException(string key, Exception? cause = null)
    : IOException($"The store has no object '{key}'.", cause)
{
    /// <summary>The key that was asked for.</summary>
    public string Key { get; } = key;
}
