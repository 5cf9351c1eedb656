using System.Security.Cryptography;
using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Namespaces;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Namespaces;

public sealed class NamespaceSourceTests : IDisposable
{
    private readonly TemporaryDirectory _staging = new();
    private readonly FaultyStore _store = new(new MemoryStore());
    private readonly byte[] _content = new byte[100_000];

    public NamespaceSourceTests() => new Random(1).NextBytes(_content);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _staging.Dispose();

    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(30_000, 4)]
    [InlineData(7, 14_286)]
    public async Task A_whole_object_is_fetched_in_parts(int partLength, int requests)
    {
        await _store.PutIfAbsentAsync("app/a", _content, Token);

        await using var fetched = await Source(new FetchOptions { PartLength = partLength }).FetchAsync("a", null, Token);

        Assert.Equal(_content.Length, fetched.Length);
        Assert.Equal(_content, await ReadAsync(fetched, 0, _content.Length));
        Assert.Equal(requests, _store.Calls[StoreCalls.Read]);
    }

    [Fact]
    public async Task Near_ranges_are_fetched_at_once_and_far_ones_alone()
    {
        await _store.PutIfAbsentAsync("app/a", _content, Token);
        ByteRange[] ranges = [new(0, 10), new(10, 20), new(1030, 10), new(50_000, 0), new(99_000, 1000)];

        await using var fetched = await Source(new FetchOptions { MergeGap = 1000 }).FetchAsync("a", ranges, Token);

        Assert.Equal(2, _store.Calls[StoreCalls.Read]);
        foreach (var range in ranges)
        {
            Assert.Equal(
                _content[(int)range.Offset..(int)range.End], await ReadAsync(fetched, (int)range.Offset, (int)range.Length));
        }
    }

    [Fact]
    public async Task Nothing_is_left_in_staging()
    {
        await _store.PutIfAbsentAsync("app/a", _content, Token);
        var source = Source(new FetchOptions { PartLength = 10_000 });
        var fault = _store.Add(new Fault(StoreCalls.Read, FaultEffect.FailBefore) { Skip = 5 });

        await Assert.ThrowsAsync<ObjectStoreException>(() => source.FetchAsync("a", null, Token));
        Assert.True(fault.Fired > 0);
        _store.Heal();
        await using var fetched = await source.FetchAsync("a", null, Token);

        Assert.Empty(Directory.GetFileSystemEntries(_staging.Path));
    }

    [Fact]
    public async Task Other_namespaces_are_out_of_reach()
    {
        await _store.PutIfAbsentAsync("app2/a", _content, Token);

        var failure = await Assert.ThrowsAsync<ObjectNotFoundException>(() => Source(new FetchOptions()).FetchAsync("a", null, Token));

        Assert.Equal("a", failure.Key);
        await Assert.ThrowsAsync<ArgumentException>(() => Source(new FetchOptions()).FetchAsync("../app2/a", null, Token));
        Assert.Throws<ArgumentException>(() => new NamespaceStore(_store, "app/sub"));
        Assert.Throws<ArgumentException>(() => new NamespaceStore(_store, ""));
    }

    [Fact]
    public async Task A_sink_stores_below_its_namespace()
    {
        var path = Path.Join(_staging.Path, "file");
        await File.WriteAllBytesAsync(path, _content, Token);
        var item = new StagedObject("b/00001.pack", path, _content.Length, SHA256.HashData(_content));

        await new NamespaceSink(_store, "app").StoreAsync(item, Token);

        Assert.Equal(["app/b/00001.pack"], await _store.ListAsync("", Token).Select(found => found.Key).ToListAsync(Token));
        Assert.False(File.Exists(path));
    }

    private static async Task<byte[]> ReadAsync(IFetchedObject fetched, int offset, int length)
    {
        var bytes = new byte[length];
        await fetched.ReadAsync(offset, bytes, Token);
        return bytes;
    }

    private NamespaceSource Source(FetchOptions options) => new(_store, "app", _staging.Path, options);
}
