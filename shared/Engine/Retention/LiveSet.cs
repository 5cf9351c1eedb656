using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Retention;

/// <summary>What must stay: everything that a backup that stays reaches, and everything that a running operation may use.</summary>
internal sealed class LiveSet
{
    private readonly HashSet<string> _timestamps;
    private readonly HashSet<string> _runs;
    private readonly string? _before;

    private LiveSet(GarbageInput input, HashSet<string> expire)
    {
        _timestamps = [.. input.Active.Select(operation => operation.Timestamp).OfType<string>()];
        _runs = [.. input.Active.SelectMany(operation => operation.Runs)];
        _before = input.Before;
        foreach (var manifest in input.Manifests.Values)
        {
            (expire.Contains(manifest.Timestamp) ? ExpiredSnapshots : Snapshots)
                .UnionWith(manifest.Components.Select(component => component.Snapshot));
        }

        Snapshots.UnionWith(input.Active.SelectMany(operation => operation.Snapshots));
        ExpiredSnapshots.ExceptWith(Snapshots);
        Packs.UnionWith(PacksOf(input, Snapshots));
        Packs.UnionWith(input.Active.SelectMany(operation => operation.Packs));
        ExpiredPacks.UnionWith(PacksOf(input, ExpiredSnapshots));
        ExpiredPacks.ExceptWith(Packs);
    }

    /// <summary>Snapshots that must stay.</summary>
    public HashSet<string> Snapshots { get; } = [];

    /// <summary>Packs that must stay.</summary>
    public HashSet<string> Packs { get; } = [];

    /// <summary>Snapshots that only backups reach that are to be removed.</summary>
    public HashSet<string> ExpiredSnapshots { get; } = [];

    /// <summary>Packs that only those snapshots need.</summary>
    public HashSet<string> ExpiredPacks { get; } = [];

    public static LiveSet Of(GarbageInput input) => new(input, [.. input.Expire]);

    /// <summary>Whether an operation may be at work under this timestamp.</summary>
    public bool IsActive(string timestamp) =>
        _timestamps.Contains(timestamp) || (_before is not null && string.CompareOrdinal(timestamp, _before) >= 0);

    /// <summary>Whether an operation may be at work at this object.</summary>
    public bool IsActive(ParsedKey key) =>
        (key.Timestamp is { } timestamp && IsActive(timestamp)) || (key.Run is { } run && _runs.Contains(run));

    private static IEnumerable<string> PacksOf(GarbageInput input, IEnumerable<string> snapshots) => snapshots
        .SelectMany(snapshot => input.Snapshots.TryGetValue(snapshot, out var packs) ? packs : [])
        .Select(pack => pack.Key);
}
