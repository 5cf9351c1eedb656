using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Throttling;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Throttling;

public sealed class ThrottledStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FaultyStore _inner = new(new MemoryStore());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_stored_and_read_stay_below_their_rate()
    {
        var store = new ThrottledStore(_inner, new ThrottleOptions { BytesPerSecond = 1000 }, _time);
        await store.PutIfAbsentAsync("app/a", new byte[3000], Token);
        var read = store.ReadAsync("app/a", 0, new byte[1000], Token);

        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, _inner.Calls[StoreCalls.Read]);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await read;
    }

    [Fact]
    public async Task Requests_stay_below_their_rate()
    {
        var store = new ThrottledStore(_inner, new ThrottleOptions { RequestsPerSecond = 2 }, _time);
        await store.HeadAsync("app/a", Token);
        var second = store.DeleteAsync(["app/a"], Token);

        Assert.Equal(0, _inner.Calls[StoreCalls.Delete]);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await second;
    }
}
