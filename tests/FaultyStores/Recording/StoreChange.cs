namespace Holdfast.FaultyStores.Recording;

/// <summary>One object that came or went.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Content">Its bytes when it was stored; null when it was deleted.</param>
/// <param name="At">When.</param>
public sealed record StoreChange(string Key, ReadOnlyMemory<byte>? Content, DateTimeOffset At)
{
    public bool IsDeletion => Content is null;
}
