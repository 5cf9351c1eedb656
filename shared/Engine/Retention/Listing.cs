using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Retention;

/// <summary>A listing with its keys understood.</summary>
internal sealed class Listing
{
    private readonly Dictionary<string, ObjectInfo> _byKey = [];

    public Listing(IEnumerable<ObjectInfo> objects)
    {
        foreach (var item in objects)
        {
            if (!_byKey.TryAdd(item.Key, item))
            {
                Repeated ??= item.Key;
            }
            else if (ObjectKeys.TryParse(item.Key, out var key))
            {
                Known.Add((item, key));
            }
            else
            {
                UnknownKeys.Add(item.Key);
            }
        }
    }

    public List<(ObjectInfo Object, ParsedKey Key)> Known { get; } = [];

    public List<string> UnknownKeys { get; } = [];

    /// <summary>A key that is there twice, which no listing should have.</summary>
    public string? Repeated { get; }

    public bool Has(string key) => _byKey.ContainsKey(key);

    /// <summary>Length of the object in bytes; null when it is not there.</summary>
    public long? LengthOf(string key) => _byKey.TryGetValue(key, out var item) ? item.Length : null;

    public IEnumerable<(ObjectInfo Object, ParsedKey Key)> Of(ObjectKind kind) => Known.Where(item => item.Key.Kind == kind);
}
