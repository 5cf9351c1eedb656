using Holdfast.Engine.Restore;
using Holdfast.Engine.Sealing;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>What a local tree holds is not fetched, and a local tree that lies does no harm.</summary>
public sealed class LocalFilesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_fetched_that_the_local_tree_holds(bool isSealed)
    {
        using var repository = await CreateAsync(isSealed);
        SampleTree.Create(repository.Volume, seed: 1);
        var backup = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        var counters = new RestoreCounters();
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(backup.SnapshotKey, repository.Volume, counters));
        Assert.Equal(0, counters.FetchedPacks);
        Assert.True(counters.ReusedBytes > 15_000_000 && counters.ReusedBytes == counters.WrittenBytes, $"{counters.ReusedBytes} of {counters.WrittenBytes}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_with_the_same_size_and_time_and_other_content_are_fetched(bool isSealed)
    {
        using var repository = await CreateAsync(isSealed);
        SampleTree.Create(repository.Volume, seed: 2);
        var backup = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        var expected = await TreeAssert.DescribeAsync(repository.Volume);
        foreach (var name in new[] { "a/deep/er/large", "many/file-0007", "a.b/limit" })
        {
            var path = Path.Combine(repository.Volume, name);
            var time = SampleTree.Run("stat", "-c", "%y", path).Trim();
            using (var file = new FileStream(path, FileMode.Open))
            {
                file.Position = file.Length / 2;
                var old = file.ReadByte();
                file.Position--;
                file.WriteByte((byte)~old);
            }

            SampleTree.Run("touch", "-d", time, path);
        }

        SampleTree.Run("rm", Path.Combine(repository.Volume, "many/file-0009"));
        SampleTree.Run("bash", "-c", "rm -r \"$0/a.b\"; ln -s /etc \"$0/a.b\"", repository.Volume);
        var counters = new RestoreCounters();
        Assert.Equal(expected, await TreeAssert.DescribeAsync(await repository.RestoreAsync(backup.SnapshotKey, repository.Volume, counters)));
        Assert.NotEqual(0, counters.FetchedPacks);
        Assert.True(counters.ReusedBytes > counters.WrittenBytes * 3 / 4, $"{counters.ReusedBytes} of {counters.WrittenBytes}");
    }

    private static Task<RepositoryFixture> CreateAsync(bool isSealed) =>
        RepositoryFixture.CreateAsync(isSealed ? new PassphraseSecret("a long enough passphrase", PassphraseSecret.MinIterations) : null);
}
