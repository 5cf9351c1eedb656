using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Namespaces;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Namespaces;

public sealed class PackedFetchTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly FaultyStore _store = new(new MemoryStore());
    private readonly byte[] _content = new byte[700_001];

    public PackedFetchTests() => new Random(2).NextBytes(_content);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => Path.Join(_folder.Path, "fetched");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(300_007)]
    public async Task A_whole_object_arrives_byte_for_byte(int partLength)
    {
        await FetchAsync(null, partLength);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task Ranges_arrive_one_after_the_other_without_what_lies_beyond_the_end()
    {
        await FetchAsync([new(3, 140_000), new(150_000, 1), new(400_000, 999_999)], 200_000);

        byte[] expected = [.. _content[3..140_003], _content[150_000], .. _content[400_000..]];
        Assert.Equal(expected, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task After_a_failure_there_is_no_file()
    {
        _store.Add(new Fault(StoreCalls.Read, FaultEffect.FailBefore) { Skip = 2 });

        await Assert.ThrowsAsync<ObjectStoreException>(() => FetchAsync(null, 100_000));

        Assert.False(File.Exists(Target));
    }

    private async Task FetchAsync(IReadOnlyList<ByteRange>? ranges, int partLength)
    {
        await _store.PutIfAbsentAsync("app/a", _content, Token);
        var store = new NamespaceStore(_store, "app");
        var item = await store.HeadAsync("a", Token);
        await new PackedFetch(store, new FetchOptions { PartLength = partLength }).RunAsync(item!, ranges, Target, Token);
    }
}
