using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Retention;

/// <summary>All that is known of one repository when its garbage is to be found. It covers one namespace: there is no other in it.</summary>
/// <remarks>What should be here and is not counts as doubt, and doubt deletes nothing.</remarks>
public sealed record GarbageInput
{
    /// <summary>Every object of the namespace.</summary>
    public required IReadOnlyList<ObjectInfo> Listing { get; init; }

    /// <summary>By its key, every manifest that could be read.</summary>
    public required IReadOnlyDictionary<string, Manifest> Manifests { get; init; }

    /// <summary>
    /// By its key, the packs of every snapshot that could be read, of those that a manifest or an active operation names.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<PackSize>> Snapshots { get; init; }

    /// <summary>By its key, why a manifest or snapshot could not be read, for the message.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>Objects that the store has when asked for them by name, though the listing does not show them.</summary>
    public IReadOnlyCollection<string> Unlisted { get; init; } = [];

    /// <summary>
    /// Timestamps of the backups to remove, with whatever runs left under them. One that is not there counts as removed.
    /// </summary>
    public required IReadOnlyCollection<string> Expire { get; init; }

    /// <summary>Whether the last backup may be among them: only where a person asked for just that.</summary>
    public bool MayRemoveLast { get; init; }

    /// <summary>Timestamps of the backups that must stay.</summary>
    public IReadOnlyCollection<string> Pinned { get; init; } = [];

    /// <summary>The operations that run.</summary>
    public IReadOnlyCollection<ActiveOperation> Active { get; init; } = [];

    /// <summary>Nothing under this timestamp or a later one is removed; null for no such limit.</summary>
    public string? Before { get; init; }

    /// <summary>Objects that no manifest reaches stay until they are this old, by the store's clock.</summary>
    public required TimeSpan MinimumAge { get; init; }

    /// <summary>The present.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Backups that are known to exist, from elsewhere than the listing.</summary>
    public IReadOnlyCollection<string> KnownBackups { get; init; } = [];

    /// <summary>
    /// How many objects the last sweep left (its <see cref="GarbagePlan.RemainingCount"/>, remembered before it began to delete), as
    /// nothing else deletes objects; null when there was none.
    /// </summary>
    public int? LastCount { get; init; }
}
