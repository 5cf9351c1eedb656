using CsCheck;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class VolumeRoundTripTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tree_comes_back_as_it_was(bool isSealed)
    {
        using var repository = await RepositoryFixture.CreateAsync(isSealed ? TestSecrets.Key : null);
        SampleTree.Create(repository.Volume, seed: 1);
        var backup = await repository.BackUpAsync();
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(backup.SnapshotKey));
        Assert.Equal(0, backup.IssueCount);
        Assert.True((await repository.VerifyAsync(backup.SnapshotKey)).IsGood);
    }

    [Fact]
    public async Task Any_tree_comes_back_after_any_edits_from_each_of_its_backups()
    {
        await Gen.Int[0, int.MaxValue].SampleAsync(
            async seed =>
            {
                using var repository = await RepositoryFixture.CreateAsync(seed % 2 == 0 ? null : TestSecrets.Key);
                var tree = new RandomTree(repository.Volume, seed);
                tree.Grow(30);
                var expected = new List<(string Snapshot, IReadOnlyList<string> Tree)>();
                string? parent = null;
                for (var i = 0; i < 4; i++)
                {
                    parent = (await repository.BackUpAsync(parent, RepositoryFixture.SmallOptions)).SnapshotKey;
                    expected.Add((parent, await TreeAssert.DescribeAsync(repository.Volume)));
                    tree.Edit(10);
                }

                foreach (var (snapshot, description) in expected)
                {
                    Assert.Equal(description, await TreeAssert.DescribeAsync(await repository.RestoreAsync(snapshot)));
                    Assert.True((await repository.VerifyAsync(snapshot)).IsGood);
                }
            },
            iter: 12,
            threads: 1);
    }

    [Fact]
    public async Task A_file_beyond_4_GiB_with_holes_comes_back_sparse()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var path = Path.Combine(repository.Volume, "disk.img");
        using (var file = new FileStream(path, FileMode.Create))
        {
            file.SetLength((5L << 30) + 123);
            foreach (var at in new[] { 0L, 700_000_000, (4L << 30) - 10, (5L << 30) + 100 })
            {
                file.Position = at;
                file.Write(SampleTree.Content(new Random((int)(at % 1000)), 23, compressible: false));
            }
        }

        var backup = await repository.BackUpAsync();
        Assert.InRange(backup.Stats.ReadBytes, 92, 1 << 20);
        var restored = Path.Combine(await repository.RestoreAsync(backup.SnapshotKey), "disk.img");
        Assert.Equal((5L << 30) + 123, new FileInfo(restored).Length);
        Assert.InRange(long.Parse(SampleTree.Run("stat", "-c", "%b", restored)), 1, 4096);
        SampleTree.Run("cmp", path, restored);
    }

    [Fact]
    public async Task An_empty_volume_comes_back_empty()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var backup = await repository.BackUpAsync();
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(backup.SnapshotKey));
    }
}
