namespace Holdfast.Engine.Packs;

/// <summary>
/// A pack, or a frame in it, is not what it must be. Reading again does not help: the pack is to be quarantined, so that the next
/// backup writes its chunks anew, and what is left of it can be salvaged.
/// </summary>
public sealed class DamagedPackException(string pack, string what, Exception? cause = null)
    : IOException($"Pack '{pack}' is damaged: {what}", cause)
{
    /// <summary>Key of the pack relative to the namespace.</summary>
    public string Pack { get; } = pack;
}
