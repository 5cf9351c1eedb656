using Xunit;

namespace Holdfast.ObjectStores.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task An_empty_store_lists_nothing()
    {
        Assert.Empty(await KeysAsync(""));
        Assert.Empty(await PrefixesAsync(""));
        Assert.Empty(await KeysAsync("app/none/"));
        Assert.Empty(await PrefixesAsync("app/none/"));
    }

    [Fact]
    public async Task A_listing_is_complete_and_in_key_order_beyond_a_page()
    {
        var expected = Enumerable.Range(0, Many).Select(i => $"app/{i % 7}/{i}").ToList();
        await Parallel.ForEachAsync(expected, ManyAtOnce, async (key, token) => await Store.PutIfAbsentAsync(key, new byte[] { 1 }, token));
        expected.Sort(ObjectKey.Compare);

        Assert.Equal(expected, await KeysAsync(""));
        Assert.Equal(expected.Where(key => key.StartsWith("app/3/", StringComparison.Ordinal)), await KeysAsync("app/3/"));
    }

    [Fact]
    public async Task Prefixes_are_complete_and_in_key_order_beyond_a_page()
    {
        var names = Enumerable.Range(0, Many).Select(i => $"app/{i}/").ToList();
        await Parallel.ForEachAsync(names, ManyAtOnce, async (name, token) => await Store.PutIfAbsentAsync(name + "a", new byte[] { 1 }, token));
        names.Sort(ObjectKey.Compare);

        Assert.Equal(names, await PrefixesAsync("app/"));
    }

    [Fact]
    public async Task Key_order_is_that_of_the_bytes()
    {
        string[] expected =
        [
            "app/a b", "app/a!/x", "app/a+b", "app/a-b", "app/a.b", "app/a/x", "app/a0", "app/aa", "app/z", "app/é", "app/\uFFEE", "app/😀",
        ];
        foreach (var key in expected.Reverse())
        {
            await PutAsync(key, [1]);
        }

        Assert.Equal(expected, await KeysAsync("app/"));
    }

    [Fact]
    public async Task A_listing_tells_length_and_time()
    {
        var before = TimeProvider.System.GetUtcNow();
        await Store.PutIfAbsentAsync("app/a", Stage(Bytes(12345)), Token);

        await foreach (var item in Store.ListAsync("app/", Token))
        {
            Assert.Equal(12345, item.Length);
            Assert.InRange(item.StoredAt, before.AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
            Assert.Equal(item, await Store.HeadAsync("app/a", Token));
        }
    }

    [Fact]
    public async Task A_prefix_covers_no_neighbour()
    {
        await PutAsync("app/a", [1]);
        await PutAsync("app2/a", [1]);
        await PutAsync("app-x/a", [1]);
        await PutAsync("ap", [1]);

        Assert.Equal(["app/a"], await KeysAsync("app/"));
        Assert.Equal(["app-x/", "app/", "app2/"], await PrefixesAsync(""));
    }

    [Fact]
    public async Task Prefixes_are_those_one_level_down()
    {
        await PutAsync("app/repository.json", [1]);
        await PutAsync("app/2023-02-02t16-00-00/db/airflow/r/00001.pack", [1]);
        await PutAsync("app/2023-02-02t16-00-00/manifest.json", [1]);
        await PutAsync("app/2023-02-03t16-00-00/manifest.json", [1]);

        Assert.Equal(["app/2023-02-02t16-00-00/", "app/2023-02-03t16-00-00/"], await PrefixesAsync("app/"));
        Assert.Equal(["app/2023-02-02t16-00-00/db/"], await PrefixesAsync("app/2023-02-02t16-00-00/"));
    }

    [Theory]
    [InlineData("app")]
    [InlineData("/")]
    [InlineData("/app/")]
    [InlineData("app//")]
    [InlineData("../")]
    [InlineData("app/./")]
    public async Task A_prefix_that_names_no_folder_is_refused(string prefix)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => KeysAsync(prefix));
        await Assert.ThrowsAsync<ArgumentException>(() => PrefixesAsync(prefix));
    }

    [Fact]
    public async Task A_cancelled_listing_throws()
    {
        await PutAsync("app/a", [1]);
        await PutAsync("app/b", [1]);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in Store.ListAsync("", cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
    }
}
