using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;

namespace Holdfast.Engine.Tests.Retention;

/// <summary>A repository's objects, grown by backups that succeed, fail and die, as far as garbage collection can see them.</summary>
internal sealed class World
{
    public const string Id = "0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan MinimumAge = TimeSpan.FromHours(30);

    private int _runs;

    public World() => Put(ObjectKeys.Repository, Start, 200);

    public SortedDictionary<string, ObjectInfo> Objects { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Manifest> Manifests { get; } = [];

    public Dictionary<string, IReadOnlyList<PackSize>> Snapshots { get; } = [];

    /// <summary>The backups that exist, oldest first.</summary>
    public IEnumerable<string> Timestamps => Manifests.Values.Select(manifest => manifest.Timestamp).Order(StringComparer.Ordinal);

    /// <summary>The name of the backup of that day.</summary>
    public static string Day(int day) => BackupTimestamp.From(Start.AddDays(day));

    /// <summary>One component's run: new packs, then a snapshot of them and of <paramref name="reused"/>.</summary>
    public ManifestComponent Run(int day, string name, int packs, IEnumerable<PackSize>? reused = null)
    {
        var run = RunId.From(new Guid(++_runs, 0, 0, new byte[8]));
        var prefix = ObjectKeys.RunPrefix(Day(day), ComponentName.Volume(name), run);
        var written = Enumerable.Range(1, packs).Select(number => Put(ObjectKeys.DataPack(prefix, number), Start.AddDays(day), 1000 + number))
            .Append(Put(ObjectKeys.CatalogPack(prefix, 1), Start.AddDays(day), 50))
            .Select(item => new PackSize(item.Key, item.Length));
        var snapshot = Put(ObjectKeys.Snapshot(prefix), Start.AddDays(day), 10);
        Snapshots.Add(snapshot.Key, [.. written, .. reused ?? []]);
        return new ManifestComponent
        {
            Component = ComponentName.Volume(name),
            Run = run,
            Snapshot = snapshot.Key,
            Size = snapshot.Length,
            Sha256 = new string('a', 64),
            CapturedAt = Start.AddDays(day),
            Stats = new ComponentStats(),
        };
    }

    /// <summary>Commits a backup.</summary>
    public Manifest Commit(int day, params IReadOnlyList<ManifestComponent> components)
    {
        var manifest = new Manifest
        {
            RepositoryId = Id,
            Namespace = "app",
            Timestamp = Day(day),
            StartedAt = Start.AddDays(day),
            FinishedAt = Start.AddDays(day),
            Components = components,
        };
        Put(manifest.ObjectKey, Start.AddDays(day), 5);
        Manifests.Add(manifest.ObjectKey, manifest);
        return manifest;
    }

    public ObjectInfo Put(string key, DateTimeOffset storedAt, long length) => Objects[key] = new ObjectInfo(key, length, storedAt);

    /// <summary>What a sweep sees. Only what is reached from a listed manifest is read, as a real one does.</summary>
    public GarbageInput Input(int today, params IReadOnlyCollection<string> expire)
    {
        var manifests = Manifests.Where(pair => Objects.ContainsKey(pair.Key)).ToDictionary();
        var named = manifests.Values.SelectMany(manifest => manifest.Components).Select(component => component.Snapshot).ToHashSet();
        return new GarbageInput
        {
            Listing = [.. Objects.Values],
            Manifests = manifests,
            Snapshots = Snapshots.Where(pair => named.Contains(pair.Key)).ToDictionary(),
            Expire = expire,
            MinimumAge = MinimumAge,
            Now = Start.AddDays(today),
        };
    }

    /// <summary>Every object that the backup needs, its manifest among them.</summary>
    public HashSet<string> NeededBy(Manifest manifest) =>
    [
        manifest.ObjectKey,
        .. manifest.Components.Select(component => component.Snapshot),
        .. manifest.Components.SelectMany(component => Snapshots[component.Snapshot]).Select(pack => pack.Key),
    ];

    public void Delete(IEnumerable<Deletion> deletions)
    {
        foreach (var deletion in deletions)
        {
            Assert(Objects.Remove(deletion.Item.Key), deletion.Item.Key);
        }
    }

    private static void Assert(bool condition, string key) => Xunit.Assert.True(condition, $"{key} was not there");
}
