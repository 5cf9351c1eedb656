using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Catalogs;

/// <summary>Packs by key, so that each pack is one object wherever a catalog names it.</summary>
/// <param name="acceptsUnknown">Whether a catalog may name packs that no snapshot listed: only where the snapshot itself is lost.</param>
internal sealed class PackTable(bool acceptsUnknown = false)
{
    private readonly Dictionary<string, PackReference> _packs = [];

    /// <summary>The pack with this key.</summary>
    /// <exception cref="InvalidDataException">The snapshot does not list it.</exception>
    public PackReference this[string key] => _packs.TryGetValue(key, out var pack)
        ? pack
        : acceptsUnknown ? Unique(new PackReference(key))
        : throw new InvalidDataException($"The catalog refers to pack '{key}', which its snapshot does not list.");

    public IEnumerable<PackReference> All => _packs.Values;

    /// <summary>The one object for this pack; <paramref name="pack"/> itself when it is new.</summary>
    public PackReference Unique(PackReference pack) => _packs.TryAdd(pack.Key, pack) ? pack : _packs[pack.Key];
}
