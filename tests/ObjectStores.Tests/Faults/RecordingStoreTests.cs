using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Memory;
using Holdfast.FaultyStores.Recording;
using Holdfast.ObjectStores.Directories;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class RecordingStoreTests
{
    private readonly RecordingStore _store = new(new MemoryStore());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_state_it_went_through_comes_back()
    {
        List<string> states = [""];
        var random = new Random(5);
        for (var i = 0; i < 60; i++)
        {
            var key = $"app/{random.Next(8)}";
            if (_store.Changes.Count > 0 && random.Next(3) == 0)
            {
                await _store.DeleteAsync([key, "app/none"], Token);
            }
            else
            {
                await Record.ExceptionAsync(() => _store.PutIfAbsentAsync(key, new byte[] { (byte)i }, Token));
            }

            var state = await StateAsync(_store);
            if (state != states[^1])
            {
                states.Add(state);
            }
        }

        Assert.Equal(states.Count, _store.Changes.Count + 1);
        using var directory = new TemporaryDirectory();
        for (var count = 0; count < states.Count; count++)
        {
            Assert.Equal(states[count], await StateAsync(_store.After(count)));
            var real = new DirectoryStore(Path.Join(directory.Path, $"{count}"));
            real.CreateRoot();
            await _store.ReplayAsync(Math.Min(count, 10), real, Token);
            Assert.Equal(states[Math.Min(count, 10)], await StateAsync(real));
        }
    }

    [Fact]
    public async Task The_last_object_is_torn_at_will()
    {
        await _store.PutIfAbsentAsync("a", new byte[] { 1, 2, 3 }, Token);
        await _store.PutIfAbsentAsync("b", new byte[] { 4, 5, 6 }, Token);
        await _store.DeleteAsync(["a"], Token);

        Assert.Equal("a=010203 b=0405 ", await StateAsync(_store.After(2, tornLength: 2)));
        Assert.Equal("a=010203 b= ", await StateAsync(_store.After(2, tornLength: 0)));
        Assert.Equal("a=010203 b=040506 ", await StateAsync(_store.After(3, tornLength: 0)));
        Assert.Equal("b=040506 ", await StateAsync(_store.After(3)));
    }

    [Fact]
    public async Task What_changes_nothing_is_not_recorded()
    {
        await _store.PutIfAbsentAsync("a", new byte[] { 1 }, Token);
        await _store.PutIfAbsentAsync("a", new byte[] { 1 }, Token);
        await Assert.ThrowsAsync<ObjectExistsException>(() => _store.PutIfAbsentAsync("a", new byte[] { 2 }, Token));
        await _store.DeleteAsync(["b"], Token);

        Assert.Single(_store.Changes);
    }

    private static async Task<string> StateAsync(IObjectStore store)
    {
        var state = "";
        await foreach (var item in store.ListAsync("", Token))
        {
            state += $"{item.Key}={Convert.ToHexString(await store.GetAsync(item.Key, 100, Token))} ";
        }

        return state;
    }
}
