using Holdfast.Engine.Backup;
using Holdfast.Engine.Chunking;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Snapshots;
using Holdfast.ObjectStores.Namespaces;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Sweeps;

/// <summary>A platform whose one stream is really backed up, once a day, a part of it changed.</summary>
internal sealed class Platform
{
    private static readonly BackupOptions Small = new() { PackSize = 32 << 10, ChunkSizes = new ChunkSizes(1 << 10, 4 << 10, 16 << 10), Compressors = 1 };
    private static readonly ComponentName Component = ComponentName.Database("airflow");
    private readonly byte[] _content = new byte[300_000];
    private readonly Dictionary<string, byte[]> _contents = [];
    private readonly Random _random = new(1);
    private readonly IObjectStore _store;
    private string? _parent;

    private Platform(IObjectStore store, string name, FakeTimeProvider time, Repository repository)
    {
        (_store, Name, Time, Repository) = (store, name, time, repository);
        _random.NextBytes(_content);
    }

    public string Name { get; }

    public FakeTimeProvider Time { get; }

    public Repository Repository { get; }

    public List<Manifest> Manifests { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Platform> CreateAsync(IObjectStore store, string name, FakeTimeProvider time, bool isSealed = false)
    {
        var created = Repository.Initialize(time, isSealed ? KeySecret.KeyFileBytes(new byte[32]) : null);
        foreach (var item in created.Objects)
        {
            await new NamespaceStore(store, name).PutIfAbsentAsync(item.Key, item.Content, Stop);
        }

        return new Platform(store, name, time, created.Repository);
    }

    /// <summary>Runs the backup of the day and commits it.</summary>
    public async Task<Manifest> BackUpAsync()
    {
        var manifest = await RunAsync();
        await CommitAsync(manifest);
        return manifest;
    }

    /// <summary>Runs the backup of the day; without its manifest it does not exist.</summary>
    public async Task<Manifest> RunAsync()
    {
        Time.Advance(TimeSpan.FromDays(1));
        _random.NextBytes(_content.AsSpan(_random.Next(200_000), 60_000));
        var staging = Directory.CreateTempSubdirectory("holdfast-sweep-");
        try
        {
            var now = Time.GetUtcNow();
            var target = new RunTarget(Repository, BackupTimestamp.From(now), Component, RunId.From(Guid.NewGuid()), staging.FullName);
            var request = new BackupRequest
            {
                Target = target,
                Source = new InPlaceSource(new NamespaceStore(_store, Name)),
                Sink = new NamespaceSink(_store, Name),
                ParentSnapshot = _parent,
                Options = Small,
                Time = Time,
            };
            _contents[target.Timestamp] = [.. _content];
            var result = await StreamBackup.RunAsync(request, new MemoryStream(_content), _ => Task.CompletedTask, Stop);
            var component = new ManifestComponent
            {
                Component = Component,
                Run = target.RunId,
                Snapshot = result.SnapshotKey,
                Size = result.Size,
                Sha256 = Convert.ToHexStringLower(result.Sha256.Span),
                CapturedAt = now,
                Stats = new ComponentStats { StoredBytes = result.Stats.StoredBytes },
            };
            return new Manifest
            {
                RepositoryId = Repository.Id,
                Namespace = Name,
                Timestamp = target.Timestamp,
                StartedAt = now,
                FinishedAt = now,
                Components = [component],
            };
        }
        finally
        {
            staging.Delete(recursive: true);
        }
    }

    public async Task CommitAsync(Manifest manifest)
    {
        await new NamespaceStore(_store, Name).PutIfAbsentAsync(manifest.ObjectKey, manifest.ToJson(), Stop);
        _parent = manifest.Components[0].Snapshot;
        Manifests.Add(manifest);
    }

    /// <summary>The next backup builds on this one, since later ones were removed; on none when null.</summary>
    public void BuildOn(Manifest? manifest) => _parent = manifest?.Components[0].Snapshot;

    /// <summary>Restores a backup from <paramref name="store"/> and compares it with what was backed up.</summary>
    public async Task AssertWholeAsync(Manifest manifest, IObjectStore store)
    {
        var source = new InPlaceSource(new NamespaceStore(store, Name));
        await Manifest.ReadAsync(source, Repository.Id, manifest.Timestamp, Stop);
        var reader = await SnapshotReader.OpenAsync(source, Repository, manifest.Components[0].Snapshot, Stop);
        using var restored = new MemoryStream();
        await StreamRestore.RunAsync(source, Repository, reader.Catalog, restored, new RestoreCounters(), Stop);
        Assert.True(restored.ToArray().AsSpan().SequenceEqual(_contents[manifest.Timestamp]), $"{manifest.Timestamp} is not what was backed up");
        foreach (var pack in reader.Snapshot.Packs)
        {
            await using var fetched = await source.FetchAsync(pack.Key, ranges: null, Stop);
            Assert.Equal(pack.Size, fetched.Length);
        }
    }
}
