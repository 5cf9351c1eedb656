using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class FaultyStoreTests
{
    private readonly MemoryStore _inner = new();
    private readonly FaultyStore _store;

    public FaultyStoreTests() => _store = new FaultyStore(_inner);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultEffect.FailBefore, 0)]
    [InlineData(FaultEffect.FailAfter, 1)]
    public async Task A_failed_put_has_happened_or_not(FaultEffect effect, int stored)
    {
        _store.Add(new Fault(StoreCalls.Put, effect) { IsTransient = false });

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => _store.PutIfAbsentAsync("app/a", new byte[1], Token));

        Assert.False(failure.IsTransient);
        Assert.Equal(stored, _inner.Count);
    }

    [Fact]
    public async Task A_fault_strikes_certain_keys_after_some_calls_some_times()
    {
        var fault = _store.Add(new Fault(StoreCalls.Put, FaultEffect.FailBefore)
        {
            Matches = key => key.EndsWith(".pack", StringComparison.Ordinal),
            Skip = 1,
            Every = 2,
            Times = 2,
        });
        var failed = new List<string>();
        foreach (var key in (string[])["1.pack", "a", "2.pack", "b", "3.pack", "4.pack", "5.pack", "6.pack"])
        {
            if (await Record.ExceptionAsync(() => _store.PutIfAbsentAsync(key, new byte[1], Token)) is not null)
            {
                failed.Add(key);
            }
        }

        Assert.Equal(["2.pack", "4.pack"], failed);
        Assert.Equal(2, fault.Fired);
        Assert.Equal(8, _store.Calls[StoreCalls.Put]);
    }

    [Theory]
    [InlineData(FaultEffect.CutShort, 2)]
    [InlineData(FaultEffect.Empty, 0)]
    public async Task A_listing_lies(FaultEffect effect, int count)
    {
        await FillAsync(4);
        _store.Add(new Fault(StoreCalls.Listings, effect));

        Assert.Equal(count, await _store.ListAsync("", Token).CountAsync(Token));
        Assert.Equal(count, await _store.ListPrefixesAsync("", Token).CountAsync(Token));
    }

    [Fact]
    public async Task A_listing_fails_midway()
    {
        await FillAsync(4);
        _store.Add(new Fault(StoreCalls.List, FaultEffect.FailMidway));
        var seen = 0;

        await Assert.ThrowsAsync<ObjectStoreException>(async () =>
        {
            await foreach (var item in _store.ListAsync("", Token))
            {
                seen++;
            }
        });

        Assert.Equal(2, seen);
    }

    [Fact]
    public async Task A_listing_is_stale()
    {
        await FillAsync(2);
        await _store.FreezeListingsAsync(Token);
        await _store.PutIfAbsentAsync("new/x", new byte[1], Token);
        await _store.DeleteAsync(["0/x"], Token);

        Assert.Equal(["0/x", "1/x"], await _store.ListAsync("", Token).Select(item => item.Key).ToListAsync(Token));
        Assert.Equal(["0/", "1/"], await _store.ListPrefixesAsync("", Token).ToListAsync(Token));
        Assert.Equal(["0/x"], await _store.ListAsync("0/", Token).Select(item => item.Key).ToListAsync(Token));
        _store.Heal();
        Assert.Equal(["1/x", "new/x"], await _store.ListAsync("", Token).Select(item => item.Key).ToListAsync(Token));
    }

    [Fact]
    public async Task What_is_read_is_wrong()
    {
        await _store.PutIfAbsentAsync("a", new byte[] { 1, 2, 3, 4 }, Token);
        _store.Add(new Fault(StoreCalls.Reads, FaultEffect.CutShort) { Times = 2 });
        _store.Add(new Fault(StoreCalls.Reads, FaultEffect.FlipBit));
        var range = new byte[4];

        Assert.Equal([1, 2], await _store.GetAsync("a", 10, Token));
        await _store.ReadAsync("a", 0, range, Token);
        Assert.Equal([1, 2, 0, 0], range);
        Assert.Equal([1, 2, 2, 4], await _store.GetAsync("a", 10, Token));
    }

    private async Task FillAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _store.PutIfAbsentAsync($"{i}/x", new byte[1], Token);
        }
    }
}
