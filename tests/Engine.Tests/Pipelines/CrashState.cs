using System.Text.Json;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Verification;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.ObjectStores.Sweeps;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>What a crash left of a recorded history, and what must hold of it.</summary>
internal sealed class CrashState
{
    private const string Prefix = RepositoryFixture.Namespace + "/";

    private readonly CrashHistory _history;
    private readonly KeySecret? _secret;
    private readonly string _where;
    private readonly List<string> _committed;

    public CrashState(CrashHistory history, int count, int? torn, bool isSealed)
    {
        (_history, _secret) = (history, isSealed ? TestSecrets.Key : null);
        Store = history.Store.After(count, torn);
        var last = count == 0 ? null : history.Store.Changes[count - 1];
        TornKey = torn is null ? null : last!.Key[Prefix.Length..];
        _where = $"after {count} operations, the last {last?.Key} {(torn is null ? "" : $"torn to {torn} bytes")}";
        _committed = [.. Timestamps(ObjectKeys.Manifest).Where(timestamp => ObjectKeys.Manifest(timestamp) != TornKey)];
    }

    public MemoryStore Store { get; }

    /// <summary>The key in the namespace of the object that is not whole.</summary>
    public string? TornKey { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IObjectSource Source => RepositoryFixture.SourceOf(Store);

    private bool ManifestIsTorn => TornKey is not null && ObjectKeys.TryParse(TornKey, out var key) && key.Kind == ObjectKind.Manifest;

    /// <summary>There is no repository (yet): opening and sweeping say so.</summary>
    public async Task AssertRefusedAsync(RefusalReason reason)
    {
        var refusal = await Assert.ThrowsAsync<RepositoryRefusedException>(() => RepositoryDescription.ReadAsync(Source, Stop));
        Assert.True(refusal.Reason == reason, _where);
        refusal = await Assert.ThrowsAsync<RepositoryRefusedException>(() => Sweep(Store).PlanAsync(new SweepRequest(), Stop));
        Assert.True(refusal.Reason == reason, _where);
        if (reason == RefusalReason.Missing)
        {
            await AssertCreatedAsync();
        }
    }

    public async Task AssertSoundAsync()
    {
        var repository = await OpenAsync();
        foreach (var timestamp in _committed)
        {
            await AssertBackupAsync(repository, Store, timestamp, _history.Trees[timestamp], restores: FullTests.Wanted || timestamp == _committed[^1]);
        }

        await AssertSweptAsync(repository, Store.Copy(), _committed);
        await AssertNextBackupAsync(repository);
    }

    /// <summary>The creation is begun again: what the first attempt left does no harm.</summary>
    private async Task AssertCreatedAsync()
    {
        var created = Repository.Initialize(TimeProvider.System, _secret);
        foreach (var item in created.Objects)
        {
            await Store.PutIfAbsentAsync(Prefix + item.Key, item.Content, Stop);
        }

        Assert.Equal(created.Repository.Id, (await OpenAsync()).Id);
    }

    private async Task<Repository> OpenAsync()
    {
        var keys = Store.Contents.Where(item => item.Key.StartsWith(Prefix + ObjectKeys.KeyFilePrefix, StringComparison.Ordinal))
            .Where(item => item.Key != Prefix + TornKey)
            .Select(item => KeyFile.Parse(item.Content.Span, item.Key[Prefix.Length..])).ToList();
        return await Repository.OpenAsync(Source, keys, _secret, Stop);
    }

    private async Task AssertBackupAsync(
        Repository repository, MemoryStore store, string timestamp, IReadOnlyList<string> tree, bool restores)
    {
        var source = RepositoryFixture.SourceOf(store);
        var manifest = await Manifest.ReadAsync(source, repository.Id, timestamp, Stop);
        var snapshot = await SnapshotReader.OpenAsync(source, repository, Assert.Single(manifest.Components), Stop);
        var report = await SnapshotVerification.RunAsync(source, repository, snapshot, new VerifyOptions { ReadDataShare = 1 }, Stop);
        Assert.True(report.IsGood, $"Backup {timestamp} {_where}: {string.Join("; ", report.Problems)}");
        if (restores)
        {
            var restored = await _history.Fixture.RestoreAsync(snapshot.Snapshot.Key, store);
            Assert.Equal(tree, await TreeAssert.DescribeAsync(restored));
            SampleTree.Remove(restored);
        }
    }

    /// <summary>A sweep leaves what the backups need and nothing else, or, where a backup cannot be read, everything.</summary>
    private async Task AssertSweptAsync(Repository repository, MemoryStore store, List<string> committed)
    {
        var before = store.Contents.Select(item => item.Key).ToList();
        var plan = await Sweep(store).PlanAsync(new SweepRequest { MinimumAge = TimeSpan.Zero, KnownBackups = committed }, Stop);
        if (ManifestIsTorn)
        {
            Assert.True(plan.Refusal?.Doubt == GarbageDoubt.ManifestUnreadable, _where);
            Assert.Contains(TornKey!, plan.Refusal!.Message);
            Assert.Empty(plan.Deletions);
            plan = await Sweep(store).PlanAsync(new SweepRequest { MinimumAge = TimeSpan.Zero, Expire = [TornKey!.Split('/')[0]] }, Stop);
            if (committed.Count == 0)
            {
                Assert.True(plan.Refusal?.Doubt == GarbageDoubt.LastBackup, _where);
                return;
            }
        }

        Assert.True(plan.Refusal is null, $"{_where}: {plan.Refusal?.Message}");
        await Sweep(store).DeleteAsync(plan, Stop);
        var expected = before.Where(key => !key.Contains("/20", StringComparison.Ordinal)).Concat(committed.SelectMany(t => Needed(store, t)));
        Assert.True(
            expected.ToHashSet().SetEquals(store.Contents.Select(item => item.Key)),
            $"{_where}: a sweep left {string.Join(", ", store.Contents.Select(item => item.Key).Except(expected))} "
            + $"and took {string.Join(", ", expected.Except(store.Contents.Select(item => item.Key)))}");
        foreach (var timestamp in committed.Where(_history.Trees.ContainsKey))
        {
            await AssertBackupAsync(repository, store, timestamp, _history.Trees[timestamp], restores: false);
        }
    }

    /// <summary>The next run, with what a died one left and the newest backup, makes a good backup; then a sweep takes the rest.</summary>
    private async Task AssertNextBackupAsync(Repository repository)
    {
        var fixture = _history.Fixture;
        var died = Timestamps(ObjectKeys.Manifest, without: true).LastOrDefault(t => string.CompareOrdinal(t, _committed.LastOrDefault()) > 0);
        var request = fixture.Request(await NewestSnapshotAsync(repository), RepositoryFixture.SmallOptions) with
        {
            Source = Source,
            Sink = new NamespaceSink(Store, RepositoryFixture.Namespace),
        };
        request = request with { Target = request.Target with { Repository = repository, Timestamp = died ?? request.Target.Timestamp } };
        var left = died is null ? [] : await LeftAsync(died);
        var next = await fixture.BackUpAsync(request with { InterruptedRuns = left.Count == 0 ? [] : [left] });
        var tornPack = left.Any(item => item.Key == TornKey && ObjectKeys.TryParse(item.Key, out var key) && key.IsPack);
        Assert.True(tornPack == next.ReuseProblems.Count > 0, $"{_where}: {string.Join("; ", next.ReuseProblems)}");
        if (TornKey is not null && ObjectKeys.TryParse(TornKey, out var torn) && torn.Kind == ObjectKind.Snapshot)
        {
            await AssertTornParentIsToldAsync(request);
        }

        await fixture.CommitAsync(request, next, Store);
        var tree = _history.Trees.Values.Last();
        await AssertBackupAsync(repository, Store, request.Target.Timestamp, tree, restores: true);
        if (!ManifestIsTorn)
        {
            await AssertSweptAsync(repository, Store, [.. _committed, request.Target.Timestamp]);
        }
    }

    private async Task AssertTornParentIsToldAsync(BackupRequest request)
    {
        var target = request.Target with { RunId = RunId.From(Guid.CreateVersion7()), StagingFolder = _history.Fixture.NewFolder("staging") };
        var again = await _history.Fixture.BackUpAsync(
            request with { Target = target, ParentSnapshot = TornKey, InterruptedRuns = [], Counters = new BackupCounters() });
        Assert.Single(again.ReuseProblems);
    }

    private async Task<string?> NewestSnapshotAsync(Repository repository) => _committed.Count == 0
        ? null
        : (await Manifest.ReadAsync(Source, repository.Id, _committed[^1], Stop)).Components[0].Snapshot;

    private async Task<List<ObjectInfo>> LeftAsync(string timestamp) =>
        await new NamespaceStore(Store, RepositoryFixture.Namespace).ListAsync(timestamp + "/", Stop).ToListAsync(Stop);

    private IEnumerable<string> Timestamps(Func<string, string> key, bool without = false)
    {
        var keys = Store.Contents.Select(item => item.Key[Prefix.Length..]).ToHashSet();
        return keys.Select(item => item.Split('/')[0]).Where(BackupTimestamp.IsValid).Distinct().Order(StringComparer.Ordinal)
            .Where(timestamp => keys.Contains(key(timestamp)) != without);
    }

    /// <summary>What a backup needs, read from its JSON alone (docs/format.md).</summary>
    private static IEnumerable<string> Needed(MemoryStore store, string timestamp)
    {
        var contents = store.Contents.ToDictionary(item => item.Key, item => item.Content);
        var manifest = $"{Prefix}{timestamp}/manifest.json";
        using var json = JsonDocument.Parse(contents[manifest]);
        var snapshot = Prefix + json.RootElement.GetProperty("components")[0].GetProperty("snapshot").GetString();
        using var packs = JsonDocument.Parse(contents[snapshot]);
        return [manifest, snapshot, .. packs.RootElement.GetProperty("packs").EnumerateArray().Select(pack => Prefix + pack.GetProperty("key").GetString())];
    }

    private static RepositorySweep Sweep(MemoryStore store) => new(store, RepositoryFixture.Namespace, new LateClock());

    /// <summary>Every object is old by it.</summary>
    private sealed class LateClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(2);
    }
}
