using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Catalogs;

/// <summary>The packs of a snapshot by key, so that each pack is one object wherever a catalog names it.</summary>
public sealed class PackTable
{
    private readonly Dictionary<string, PackReference> _packs = [];

    public PackTable(IEnumerable<PackReference> packs)
    {
        foreach (var pack in packs)
        {
            _packs[pack.Key] = pack;
        }
    }

    /// <summary>The pack with this key.</summary>
    /// <exception cref="InvalidDataException">The snapshot does not list it.</exception>
    public PackReference this[string key] => _packs.TryGetValue(key, out var pack)
        ? pack
        : throw new InvalidDataException($"The catalog refers to pack '{key}', which its snapshot does not list.");
}
