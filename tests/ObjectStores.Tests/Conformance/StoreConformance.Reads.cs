using Holdfast.Engine.Objects;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 100_000)]
    [InlineData(1234, 5678)]
    [InlineData(99_999, 1)]
    [InlineData(50_000, 50_000)]
    [InlineData(100_000, 0)]
    public async Task A_range_is_read(int offset, int length)
    {
        var content = Bytes(100_000);
        await PutAsync("app/a", content);
        var buffer = new byte[length];

        await Store.ReadAsync("app/a", offset, buffer, Token);

        Assert.Equal(content[offset..(offset + length)], buffer);
    }

    [Theory]
    [InlineData(99_999, 2)]
    [InlineData(100_000, 1)]
    [InlineData(200_000, 10)]
    [InlineData(0, 100_001)]
    public async Task A_range_past_the_end_is_an_error(int offset, int length)
    {
        await PutAsync("app/a", Bytes(100_000));

        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.ReadAsync("app/a", offset, new byte[length], Token));
    }

    [Fact]
    public async Task Ranges_are_read_concurrently()
    {
        var content = Bytes(1_000_000);
        await PutAsync("app/a", content);

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), Token, async (i, token) =>
        {
            var buffer = new byte[10_000];
            await Store.ReadAsync("app/a", i * 10_000, buffer, token);
            Assert.True(content.AsSpan(i * 10_000, 10_000).SequenceEqual(buffer));
        });
    }

    [Theory]
    [InlineData("app/none")]
    [InlineData("app")]
    [InlineData("app/a/b")]
    public async Task A_key_without_object_is_not_found(string key)
    {
        await PutAsync("app/a", [1]);

        Assert.Equal(key, (await Assert.ThrowsAsync<ObjectNotFoundException>(() => GetAsync(key))).Key);
        await Assert.ThrowsAsync<ObjectNotFoundException>(() => Store.ReadAsync(key, 0, new byte[1], Token));
        Assert.Null(await Store.HeadAsync(key, Token));
    }

    [Fact]
    public async Task An_object_longer_than_allowed_is_refused()
    {
        await PutAsync("app/a", Bytes(1001));

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.GetAsync("app/a", 1000, Token));

        Assert.False(failure.IsTransient);
        Assert.Equal(1001, (await Store.GetAsync("app/a", 1001, Token)).Length);
    }

    [Fact]
    public async Task Cancelled_reads_throw()
    {
        await PutAsync("app/a", [1]);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetAsync("app/a", 1, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync("app/a", 0, new byte[1], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.HeadAsync("app/a", cancelled));
    }
}
