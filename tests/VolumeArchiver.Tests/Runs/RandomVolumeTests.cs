using CsCheck;
using Holdfast.Contracts.Restores;
using Holdfast.Engine.Tests.Pipelines;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Runs;

/// <summary>Any tree comes back over any other one, and the other one comes back after it.</summary>
public sealed class RandomVolumeTests
{
    [Fact]
    public Task Any_tree_takes_the_place_of_any_other_and_gives_it_back() =>
        Gen.Select(Gen.Int, Gen.Int[0, 60], Gen.Int[0, 40]).SampleAsync(
            async (seed, entries, edits) =>
            {
                await using var scene = await VolumeScene.CreateAsync();
                var tree = new RandomTree(scene.Volume, seed);
                tree.Grow(entries);
                SampleTree.Run("chmod", $"{0700 + (seed & 7)}", scene.Volume);
                var first = await scene.DescribeAsync();
                var snapshot = await scene.BackUpAsync();
                tree.Edit(edits);
                var second = await scene.DescribeAsync();

                var operation = Guid.NewGuid();
                await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
                Assert.Equal(second, await scene.DescribeAsync());
                await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
                Assert.Equal(first, await scene.DescribeAsync());
                await scene.RunAsync<ComponentRolledBack>(VolumeScene.RollBack(operation));
                Assert.Equal(second, await scene.DescribeAsync());

                operation = Guid.NewGuid();
                await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
                await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
                await scene.RunAsync<ComponentForgotten>(VolumeScene.Forget(operation));
                Assert.Equal(first, await scene.DescribeAsync());
                Assert.False(Directory.Exists(scene.Areas));
            },
            iter: 12,
            threads: 1);
}
