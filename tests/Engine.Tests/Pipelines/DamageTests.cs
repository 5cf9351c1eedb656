using Holdfast.Engine.Backup;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Salvage;
using Holdfast.Engine.Snapshots;
using Holdfast.FaultyStores.Memory;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class DamageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_flipped_bit_and_any_cut_is_found_and_never_restored(bool isSealed)
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(isSealed ? TestSecrets.Key : null, store);
        new RandomTree(repository.Volume, 21).Grow(40);
        var request = repository.Request(options: RepositoryFixture.SmallOptions);
        var backup = await repository.BackUpAsync(request);
        var manifest = await repository.CommitAsync(request, backup);
        var tree = await TreeAssert.DescribeAsync(repository.Volume);
        var random = new Random(22);
        foreach (var item in await repository.ListAsync(request.Target.KeyPrefix))
        {
            var key = $"{RepositoryFixture.Namespace}/{item.Key}";
            var good = store.Contents.Single(c => c.Key == key).Content.ToArray();
            foreach (var at in Positions(good.Length, random))
            {
                var bad = good.ToArray();
                bad[at] ^= (byte)(1 << random.Next(8));
                store.Overwrite(key, bad);
                await AssertFoundAsync(repository, manifest, item.Key, tree, $"bit flipped at {at} of {item.Key}");
            }

            foreach (var length in new[] { 0, 1, good.Length / 2, good.Length - 1 })
            {
                store.Overwrite(key, good.AsMemory(0, length));
                await AssertFoundAsync(repository, manifest, item.Key, tree, $"{item.Key} cut to {length}");
            }

            store.Overwrite(key, good);
        }

        Assert.True((await repository.VerifyAsync(backup.SnapshotKey)).IsGood);
    }

    [Fact]
    public async Task A_damaged_pack_is_not_deduplicated_against_and_the_next_backup_heals()
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(store: store);
        SampleTree.Create(repository.Volume, seed: 23);
        var first = await repository.BackUpAsync();
        var pack = (await repository.ListAsync()).First(item => item.Key.EndsWith("/00001.pack", StringComparison.Ordinal));
        var key = $"{RepositoryFixture.Namespace}/{pack.Key}";
        var bytes = store.Contents.Single(c => c.Key == key).Content.ToArray();
        bytes[bytes.Length / 2] ^= 4;
        store.Overwrite(key, bytes);

        var problem = Assert.Single((await repository.VerifyAsync(first.SnapshotKey)).Problems);
        Assert.Equal(pack.Key, problem.Key);
        var second = await repository.BackUpAsync(
            repository.Request(first.SnapshotKey, new BackupOptions { RereadShare = 0 }) with { DamagedPacks = new HashSet<string> { pack.Key } });
        Assert.True(second.Stats.AddedBytes > 0);
        Assert.True((await repository.VerifyAsync(second.SnapshotKey)).IsGood);
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(second.SnapshotKey));
    }

    [Theory]
    [InlineData("/snapshot.json")]
    [InlineData("/c00001.pack")]
    public async Task A_damaged_parent_is_told_and_everything_is_stored_anew(string damaged)
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(store: store);
        SampleTree.Create(repository.Volume, seed: 24);
        var first = await repository.BackUpAsync();
        var key = store.Contents.Single(c => c.Key.EndsWith(damaged, StringComparison.Ordinal)).Key;
        store.Overwrite(key, new byte[100]);
        var second = await repository.BackUpAsync(first.SnapshotKey);
        Assert.NotEmpty(second.ReuseProblems);
        Assert.Equal(first.Stats.AddedBytes, second.Stats.AddedBytes);
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(second.SnapshotKey));
    }

    [Fact]
    public async Task A_salvage_brings_back_all_that_is_left_and_lists_the_rest()
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(store: store);
        for (var i = 0; i < 200; i++)
        {
            File.WriteAllBytes(Path.Combine(repository.Volume, $"{i:d3}"), SampleTree.Content(new Random(i), 3_000, compressible: false));
        }

        var backup = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        store.Remove(store.Contents.First(c => c.Key.EndsWith("/00002.pack", StringComparison.Ordinal)).Key);
        await Assert.ThrowsAnyAsync<IOException>(() => repository.RestoreAsync(backup.SnapshotKey));
        var snapshot = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, backup.SnapshotKey, Stop);
        var (target, result) = await repository.RestoreAsync(repository.Source, snapshot.Catalog, salvage: true);
        var lost = result.Losses.Select(loss => loss.Path!.Value.ToString()).ToHashSet();
        Assert.InRange(lost.Count, 10, 40);
        var back = Directory.GetFiles(target).Select(Path.GetFileName).ToHashSet();
        Assert.Equal(200 - lost.Count, back.Count);
        foreach (var name in back)
        {
            Assert.DoesNotContain(name!, lost);
            Assert.Equal(File.ReadAllBytes(Path.Combine(repository.Volume, name!)), File.ReadAllBytes(Path.Combine(target, name!)));
        }
    }

    [Fact]
    public async Task A_run_without_its_snapshot_is_restored_from_its_packs()
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(TestSecrets.Key, store);
        SampleTree.Create(repository.Volume, seed: 25);
        var backup = await repository.BackUpAsync();
        store.Remove($"{RepositoryFixture.Namespace}/{backup.SnapshotKey}");
        var objects = await repository.ListAsync(backup.SnapshotKey[..(backup.SnapshotKey.LastIndexOf('/') + 1)]);
        var catalog = await LostSnapshot.FindCatalogAsync(repository.Source, repository.Repository, objects, Stop);
        var (target, result) = await repository.RestoreAsync(repository.Source, catalog, salvage: true);
        Assert.Empty(result.Losses);
        await TreeAssert.SameAsync(repository.Volume, target);
    }

    private static IEnumerable<int> Positions(int length, Random random) =>
        Enumerable.Range(0, 12).Select(_ => random.Next(length)).Concat([0, 12, 30, 64, length - 65, length - 60, length - 40, length - 1])
            .Where(at => at >= 0 && at < length).Distinct();

    private static async Task AssertFoundAsync(
        RepositoryFixture repository, Manifest manifest, string damaged, IReadOnlyList<string> tree, string what)
    {
        var component = Assert.Single(manifest.Components);
        if (damaged == component.Snapshot)
        {
            await Assert.ThrowsAsync<RepositoryRefusedException>(() => OpenAsync(repository, component));
            return;
        }

        var report = await repository.VerifyAsync(component.Snapshot);
        Assert.True(report.Problems.Any(problem => problem.Key == damaged), what);

        // What a restore does not need to read may be damaged; but nothing wrong is ever restored.
        try
        {
            var snapshot = await OpenAsync(repository, component);
            var (target, _) = await repository.RestoreAsync(repository.Source, snapshot.Catalog, salvage: false);
            Assert.Equal(tree, await TreeAssert.DescribeAsync(target));
        }
        catch (Exception refusal) when (refusal is DamagedPackException or CatalogFormatException or RepositoryRefusedException)
        {
            Assert.Contains(damaged, refusal.Message);
        }
    }

    private static Task<SnapshotReader> OpenAsync(RepositoryFixture repository, ManifestComponent component) =>
        SnapshotReader.OpenAsync(repository.Source, repository.Repository, component, Stop);
}
