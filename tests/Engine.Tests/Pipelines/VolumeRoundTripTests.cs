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
        var restored = await repository.RestoreAsync(backup.SnapshotKey);
        await TreeAssert.SameAsync(repository.Volume, restored);
        Assert.Equal(0, backup.IssueCount);
    }
}
