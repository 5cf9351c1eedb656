using Holdfast.Engine.Objects;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Deleted_objects_are_gone_and_others_stay()
    {
        await PutAsync("app/1/a", [1]);
        await PutAsync("app/1/b", [1]);
        await PutAsync("app/2/a", [1]);
        await PutAsync("app/2/b/c", [1]);

        await Store.DeleteAsync(["app/1/a", "app/1/b", "app/2/b/c"], Token);

        Assert.Equal(["app/2/a"], await KeysAsync(""));
        Assert.Equal(["app/2/"], await PrefixesAsync("app/"));
        await Assert.ThrowsAsync<ObjectNotFoundException>(() => GetAsync("app/1/a"));
        Assert.Null(await Store.HeadAsync("app/2/b/c", Token));
    }

    [Fact]
    public async Task Deleting_what_is_absent_is_no_error()
    {
        await PutAsync("app/a", [1]);
        await PutAsync("app/b/c", [1]);

        await Store.DeleteAsync(["app/none", "none/at/all", "app/a", "app/a", "app/b"], Token);
        await Store.DeleteAsync(["app/a"], Token);
        await Store.DeleteAsync([], Token);

        Assert.Equal(["app/b/c"], await KeysAsync(""));
    }

    [Fact]
    public async Task Many_objects_are_deleted_at_once()
    {
        var keys = Enumerable.Range(0, Many).Select(i => $"app/{i % 3}/{i}").ToList();
        await Parallel.ForEachAsync(keys, ManyAtOnce, async (key, token) => await Store.PutIfAbsentAsync(key, new byte[] { 1 }, token));

        await Store.DeleteAsync(keys, Token);

        Assert.Empty(await KeysAsync(""));
        Assert.Empty(await PrefixesAsync(""));
    }

    [Fact]
    public async Task A_deleted_key_can_be_stored_anew()
    {
        await PutAsync("app/a/b", [1]);
        await Store.DeleteAsync(["app/a/b"], Token);

        await PutAsync("app/a/b", [2]);

        Assert.Equal([2], await GetAsync("app/a/b"));
    }

    [Fact]
    public async Task Deletions_and_puts_in_one_place_do_not_disturb_each_other()
    {
        var other = OpenAgain();
        var deletions = Task.Run(
            async () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    await other.PutIfAbsentAsync($"app/x/y/gone{i}", new byte[] { 1 }, Token);
                    await other.DeleteAsync([$"app/x/y/gone{i}"], Token);
                }
            },
            Token);
        var kept = new List<string>();
        for (var i = 0; i < 50 || !deletions.IsCompleted; i++)
        {
            await PutAsync($"app/x/y/{i:d6}", [1]);
            kept.Add($"app/x/y/{i:d6}");
            await Store.DeleteAsync([$"app/x/y/{i - 1:d6}"], Token);
        }

        await deletions;
        Assert.Equal([kept[^1]], await KeysAsync(""));
    }

    [Fact]
    public async Task A_cancelled_deletion_throws()
    {
        await PutAsync("app/a", [1]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.DeleteAsync(["app/a"], new CancellationToken(canceled: true)));

        Assert.Equal([1], await GetAsync("app/a"));
    }
}
