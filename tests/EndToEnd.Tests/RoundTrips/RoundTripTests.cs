using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.EndToEnd.Tests.Stores;

namespace Holdfast.EndToEnd.Tests.RoundTrips;

/// <summary>What was backed up comes back identical, from any kind of store: as SQL text and as trees with all metadata.</summary>
public sealed class RoundTripTests(WholePlatform platform) : IClassFixture<WholePlatform>
{
    public static TheoryData<string> Stores => TestStore.Kinds;

    /// <summary>Unencrypted. In the short tests from a directory only: what differs between the other stores shows with encryption as well.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Everything_destroyed_comes_back_identical(string kind)
    {
        Assert.SkipUnless(
            kind == TestStore.Directory || Environment.GetEnvironmentVariable("HOLDFAST_FULL_TESTS") == "1",
            "a whole platform goes into this store once more, which takes a minute: set HOLDFAST_FULL_TESTS=1");
        var store = await platform.StoreAsync(kind);
        await using var holdfast = await platform.StartAsync(store, encrypted: false);
        var timestamp = await holdfast.BackUpAsync();
        await platform.IsAsBeforeAsync();
        await platform.DestroyAsync();
        await holdfast.RestoreAsync(timestamp);
        await platform.IsAsBeforeAsync();
        Assert.True(await IsReadableAsync(store));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task It_comes_back_encrypted_too_through_a_holdfast_that_knows_nothing_and_into_another_namespace(string kind)
    {
        var store = await platform.StoreAsync(kind);
        string timestamp;
        await using (var holdfast = await platform.StartAsync(store, encrypted: true))
        {
            timestamp = await holdfast.BackUpAsync();
        }

        await platform.DestroyAsync();
        await using (var stranger = await platform.StartAsync(store, encrypted: true))
        {
            await stranger.RestoreAsync(timestamp);
            await platform.IsAsBeforeAsync();
            Assert.Equal("Success", (await AgainAsync(stranger))[^1]);
        }

        await platform.DestroyAsync();
        await using (var elsewhere = await platform.StartAsync(store, encrypted: true, "recovery"))
        {
            await elsewhere.RestoreAsync(timestamp, ",\"sourceNamespace\":\"app\"");
            await platform.IsAsBeforeAsync();
        }

        Assert.False(await IsReadableAsync(store));
    }

    private static Task<bool> IsReadableAsync(TestStore store) => store.HasTextAsync("BEGIN SAMPLE"u8.ToArray(), "holdfast_sample_gogs_git"u8.ToArray());

    /// <summary>The fresh Holdfast can go on with the store: its next backup stands beside the one it did not take.</summary>
    private static async Task<string[]> AgainAsync(RunningHoldfast holdfast)
    {
        await holdfast.BackUpAsync();
        return [.. (await holdfast.BackupsAsync()).Values];
    }
}
