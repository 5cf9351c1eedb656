using System.Text;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.FaultyStores.Memory;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class SealedRepositoryTests
{
    [Fact]
    public async Task Nothing_of_names_or_contents_is_readable_in_the_store()
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(TestSecrets.Key, store);
        Directory.CreateDirectory(Path.Combine(repository.Volume, "secretdirectory"));
        File.WriteAllText(Path.Combine(repository.Volume, "secretdirectory", "secretname"), "secretcontent");
        var request = repository.Request() with { SourceFacts = System.Text.Json.JsonSerializer.SerializeToElement("secretfact") };
        await repository.BackUpAsync(request);
        foreach (var (key, content) in store.Contents)
        {
            Assert.DoesNotContain("secret", key + Encoding.Latin1.GetString(content.Span));
        }
    }

    [Fact]
    public async Task The_public_part_of_a_snapshot_cannot_be_changed_unnoticed()
    {
        var store = new MemoryStore();
        using var repository = await RepositoryFixture.CreateAsync(TestSecrets.Key, store);
        SampleTree.Create(repository.Volume, seed: 31);
        var backup = await repository.BackUpAsync();
        var key = $"{RepositoryFixture.Namespace}/{backup.SnapshotKey}";
        var json = Encoding.UTF8.GetString(store.Contents.Single(c => c.Key == key).Content.Span);
        store.Overwrite(key, Encoding.UTF8.GetBytes(json.Replace("\"used\": 1", "\"used\": 2", StringComparison.Ordinal)));
        var refusal = await Assert.ThrowsAsync<RepositoryRefusedException>(() => repository.VerifyAsync(backup.SnapshotKey));
        Assert.Equal(RefusalReason.Damaged, refusal.Reason);
    }

    [Fact]
    public async Task A_snapshot_of_another_repository_is_refused()
    {
        using var one = await RepositoryFixture.CreateAsync();
        using var other = await RepositoryFixture.CreateAsync();
        SampleTree.Create(one.Volume, seed: 32);
        var backup = await one.BackUpAsync();
        await CopyAsync(one, other);
        var refusal = await Assert.ThrowsAsync<RepositoryRefusedException>(() => SnapshotReader.OpenAsync(
            other.Source, other.Repository, backup.SnapshotKey, TestContext.Current.CancellationToken));
        Assert.Equal(RefusalReason.ForeignRepository, refusal.Reason);
    }

    [Fact]
    public async Task Chunks_of_a_sealed_repository_are_not_told_by_their_content()
    {
        using var one = await RepositoryFixture.CreateAsync(TestSecrets.Key);
        using var other = await RepositoryFixture.CreateAsync(TestSecrets.Key);
        var content = SampleTree.Content(new Random(33), 8_000_000, compressible: false);
        var lengths = new List<IReadOnlyList<int>>();
        foreach (var repository in new[] { one, other })
        {
            File.WriteAllBytes(Path.Combine(repository.Volume, "known"), content);
            var backup = await repository.BackUpAsync(repository.Request());
            var snapshot = await SnapshotReader.OpenAsync(
                repository.Source, repository.Repository, backup.SnapshotKey, TestContext.Current.CancellationToken);
            await foreach (var entries in snapshot.Catalog.ReadEntriesAsync(TestContext.Current.CancellationToken))
            {
                lengths.Add([.. entries.SelectMany(entry => entry.Content).Select(part => part.Chunk!.Size)]);
            }
        }

        Assert.NotEqual(lengths[0], lengths[1]);
    }

    private static async Task CopyAsync(RepositoryFixture from, RepositoryFixture to)
    {
        foreach (var (key, content) in ((MemoryStore)from.Store).Contents.Where(c => !c.Key.EndsWith("repository.json", StringComparison.Ordinal)))
        {
            await to.Store.PutIfAbsentAsync(key, content, TestContext.Current.CancellationToken);
        }
    }
}
