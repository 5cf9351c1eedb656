using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Preparing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Preparing;

public sealed class PreparedStoreTests
{
    private readonly MemoryStore _memory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_put_tries_again_until_the_store_is_prepared_and_then_no_more()
    {
        var attempts = 0;
        var store = new PreparedStore(_memory, _ => ++attempts < 3 ? throw new ObjectStoreException("It is away.", true) : Task.CompletedTask);
        Assert.NotNull(store.Problem);

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutIfAbsentAsync("app/a", new byte[1], Token));
        Assert.Equal("It is away.", store.Problem);
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutIfAbsentAsync("app/a", new byte[1], Token));
        Assert.Null(await store.HeadAsync("app/a", Token));
        await store.PutIfAbsentAsync("app/a", new byte[1], Token);
        await store.PutIfAbsentAsync("app/b", new byte[1], Token);

        Assert.Null(store.Problem);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task What_is_there_can_be_read_listed_and_deleted_unprepared()
    {
        await _memory.PutIfAbsentAsync("app/a", new byte[] { 7 }, Token);
        var store = new PreparedStore(_memory, _ => throw new ObjectStoreException("Only reading is permitted.", false));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PrepareAsync(Token));

        Assert.Equal([7], await store.GetAsync("app/a", 1, Token));
        Assert.Equal(["app/a"], await store.ListAsync("", Token).Select(item => item.Key).ToListAsync(Token));
        await store.DeleteAsync(["app/a"], Token);
        Assert.Null(await store.HeadAsync("app/a", Token));
    }

    [Fact]
    public async Task Puts_that_come_together_wait_for_one_attempt_and_may_be_cancelled()
    {
        var (attempts, ready) = (0, new TaskCompletionSource());
        var store = new PreparedStore(_memory, _ =>
        {
            Interlocked.Increment(ref attempts);
            return ready.Task;
        });
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var cancelled = store.PutIfAbsentAsync("app/cancelled", new byte[1], impatient.Token);
        var puts = Enumerable.Range(0, 10).Select(i => store.PutIfAbsentAsync($"app/{i}", new byte[1], Token)).ToList();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.All(puts, put => Assert.False(put.IsCompleted));
        ready.SetResult();
        await Task.WhenAll(puts);

        Assert.Equal(1, attempts);
    }
}
