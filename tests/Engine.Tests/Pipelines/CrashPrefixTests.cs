using Holdfast.Engine.Repositories;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>Whatever store operation was the last before a crash, whole or torn: what was committed is there, and the next run works.</summary>
public sealed class CrashPrefixTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_every_prefix_of_the_store_operations_all_that_is_committed_restores_and_the_next_runs_work(bool isSealed)
    {
        using var history = await CrashHistory.RecordAsync(isSealed ? TestSecrets.Key : null);
        var changes = history.Store.Changes;
        Assert.InRange(changes.Count(change => change.IsDeletion), 6, 1000);
        var (states, sound, refused) = (0, 0, 0);
        for (var count = 0; count <= changes.Count; count++)
        {
            foreach (var torn in TornLengths(count == 0 ? null : changes[count - 1].Content?.Length))
            {
                if (isSealed && !FullTests.Wanted && states++ % 7 != 0 && count > 3)
                {
                    continue;
                }

                var state = new CrashState(history, count, torn, isSealed);
                if (state.Store.Contents.All(item => item.Key != $"{RepositoryFixture.Namespace}/{ObjectKeys.Repository}"))
                {
                    await state.AssertRefusedAsync(RefusalReason.Missing);
                    refused++;
                }
                else if (state.TornKey == ObjectKeys.Repository)
                {
                    await state.AssertRefusedAsync(RefusalReason.Damaged);
                    refused++;
                }
                else
                {
                    await state.AssertSoundAsync();
                    sound++;
                }
            }
        }

        Assert.InRange(sound, isSealed && !FullTests.Wanted ? 18 : 100, 10_000);
        Assert.InRange(refused, isSealed ? 8 : 4, 12);
    }

    private static IEnumerable<int?> TornLengths(int? length) =>
        length is { } known ? new int?[] { null, 0, 1, known / 2, known - 1 }.Distinct() : [null];
}
