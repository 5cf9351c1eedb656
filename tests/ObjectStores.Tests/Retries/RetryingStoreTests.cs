using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Retries;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Retries;

public sealed class RetryingStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FaultyStore _faulty = new(new MemoryStore());
    private readonly RetryOptions _options = new()
    {
        Attempts = 5,
        FirstDelay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(2),
    };

    private readonly RetryingStore _store;

    public RetryingStoreTests() => _store = new RetryingStore(_faulty, _options, _time, NullLogger<RetryingStore>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultEffect.FailBefore)]
    [InlineData(FaultEffect.FailAfter)]
    public async Task What_fails_for_a_moment_is_repeated(FaultEffect effect)
    {
        var fault = _faulty.Add(new Fault(StoreCalls.Any, effect) { Times = 3 });

        await PassTimeAsync(_store.PutIfAbsentAsync("app/a", new byte[] { 1 }, Token));

        Assert.Equal(3, fault.Fired);
        Assert.Equal(4, _faulty.Calls[StoreCalls.Put]);
        Assert.Equal([1], await _store.GetAsync("app/a", 1, Token));
    }

    [Fact]
    public async Task What_fails_for_good_is_not_repeated()
    {
        _faulty.Add(new Fault(StoreCalls.Put, FaultEffect.FailBefore) { IsTransient = false });

        await Assert.ThrowsAsync<ObjectStoreException>(() => _store.PutIfAbsentAsync("app/a", new byte[1], Token));
        await Assert.ThrowsAsync<ObjectNotFoundException>(() => _store.GetAsync("app/a", 1, Token));

        Assert.Equal(1, _faulty.Calls[StoreCalls.Put]);
        Assert.Equal(1, _faulty.Calls[StoreCalls.Get]);
    }

    [Fact]
    public async Task It_gives_up_after_the_last_attempt_and_never_waits_longer_than_allowed()
    {
        _faulty.Add(new Fault(StoreCalls.Head, FaultEffect.FailBefore));
        var begin = _time.GetUtcNow();

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => PassTimeAsync(_store.HeadAsync("app/a", Token)));

        Assert.Equal(5, _faulty.Calls[StoreCalls.Head]);
        Assert.Contains("tried 5 times", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
        Assert.InRange(_time.GetUtcNow() - begin, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1 + 2 + 2 + 2.1));
    }

    [Fact]
    public async Task A_listing_that_breaks_off_goes_on_where_it_was()
    {
        var keys = Enumerable.Range(0, 100).Select(i => $"app/{i:d3}").ToList();
        foreach (var key in keys)
        {
            await _faulty.PutIfAbsentAsync(key, new byte[1], Token);
        }

        var fault = _faulty.Add(new Fault(StoreCalls.List, FaultEffect.FailMidway) { Times = 3 });

        Assert.Equal(keys, await PassTimeAsync(_store.ListAsync("", Token).Select(item => item.Key).ToListAsync(Token).AsTask()));
        Assert.Equal(3, fault.Fired);
    }

    [Fact]
    public async Task A_listing_that_never_gets_on_fails()
    {
        await _faulty.PutIfAbsentAsync("app/a", new byte[1], Token);
        await _faulty.PutIfAbsentAsync("app/b", new byte[1], Token);
        _faulty.Add(new Fault(StoreCalls.List, FaultEffect.FailMidway));

        await Assert.ThrowsAsync<ObjectStoreException>(() => PassTimeAsync(_store.ListAsync("", Token).ToListAsync(Token).AsTask()));
    }

    [Fact]
    public async Task A_wait_ends_with_its_cancellation()
    {
        _faulty.Add(new Fault(StoreCalls.Head, FaultEffect.FailBefore));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = _store.HeadAsync("app/a", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, _faulty.Calls[StoreCalls.Head]);
    }

    [Fact]
    public void Options_without_sense_are_refused_all_at_once()
    {
        var options = new RetryOptions { Attempts = 0, FirstDelay = TimeSpan.Zero, MaxDelay = TimeSpan.FromSeconds(-1) };

        var refusal = Assert.Throws<ArgumentException>(
            () => new RetryingStore(_faulty, options, _time, NullLogger<RetryingStore>.Instance));

        Assert.Contains(nameof(RetryOptions.Attempts), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(RetryOptions.FirstDelay), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(RetryOptions.MaxDelay), refusal.Message, StringComparison.Ordinal);
    }

    private async Task<T> PassTimeAsync<T>(Task<T> call)
    {
        await PassTimeAsync((Task)call);
        return await call;
    }

    private async Task PassTimeAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await call;
    }
}
