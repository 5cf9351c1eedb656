using Holdfast.FaultyStores.Full;
using Holdfast.FaultyStores.Memory;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class DiskFullStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_does_not_fit_is_refused_until_there_is_room()
    {
        var store = new DiskFullStore(new MemoryStore(), capacity: 10);
        await store.PutIfAbsentAsync("a", new byte[6], Token);
        await store.PutIfAbsentAsync("a", new byte[6], Token);

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutIfAbsentAsync("b", new byte[5], Token));

        Assert.False(failure.IsTransient);
        Assert.Equal(1, store.Refusals);
        await store.PutIfAbsentAsync("c", new byte[4], Token);
        await store.DeleteAsync(["a", "none"], Token);
        await store.PutIfAbsentAsync("b", new byte[5], Token);
    }
}
