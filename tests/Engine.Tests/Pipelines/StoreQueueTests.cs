using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class StoreQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>As at the end of a backup: what was read is read, and its last packs are on their way to a store that does not answer any more.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_what_was_added_with_a_token_whose_source_is_gone(bool first)
    {
        using var run = new CancellationTokenSource();
        using var queue = new StoreQueue(new SilentSink(), parallel: 2);
        using (var stage = CancellationTokenSource.CreateLinkedTokenSource(run.Token))
        {
            var after = first ? Task.CompletedTask : new TaskCompletionSource().Task;
            await queue.AddAsync(new StagedObject("app/a", "/staged", 1, new byte[32]), after, stage.Token);
        }

        var all = queue.AllStoredAsync(run.Token);
        Assert.False(all.IsCompleted);

        await run.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    private sealed class SilentSink : IObjectSink
    {
        public Task StoreAsync(StagedObject item, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
