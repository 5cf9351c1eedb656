using Holdfast.EndToEnd.Tests.Platforms;

namespace Holdfast.EndToEnd.Tests.RoundTrips;

/// <summary>What was backed up comes back identical: as SQL text and as trees with all metadata.</summary>
public sealed class RoundTripTests(WholePlatform platform) : IClassFixture<WholePlatform>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_destroyed_comes_back_identical_also_through_a_holdfast_that_knows_nothing(bool encrypted)
    {
        var store = encrypted ? "sealed" : "plain";
        string timestamp;
        await using (var holdfast = await platform.StartAsync($"first-{store}", store, encrypted))
        {
            timestamp = await holdfast.BackUpAsync();
            await platform.IsAsBeforeAsync();
            await platform.DestroyAsync();
            await holdfast.RestoreAsync(timestamp);
            await platform.IsAsBeforeAsync();
        }

        await platform.DestroyAsync();
        await using (var stranger = await platform.StartAsync($"second-{store}", store, encrypted))
        {
            Assert.Empty(await stranger.BackupsAsync());
            await stranger.RestoreAsync(timestamp);
            await platform.IsAsBeforeAsync();
            Assert.Equal("Success", (await AgainAsync(stranger))[^1]);
        }

        await platform.DestroyAsync();
        await using (var elsewhere = await platform.StartAsync($"third-{store}", store, encrypted, "recovery"))
        {
            await elsewhere.RestoreAsync(timestamp, ",\"sourceNamespace\":\"app\"");
            await platform.IsAsBeforeAsync();
        }

        Assert.Equal(!encrypted, platform.BytesOf(store).Any(bytes => bytes.AsSpan().IndexOf("BEGIN SAMPLE"u8) >= 0 || bytes.AsSpan().IndexOf("holdfast_sample_gogs_git"u8) >= 0));
    }

    /// <summary>The fresh Holdfast can go on with the store: its next backup stands beside the one it did not take.</summary>
    private static async Task<string[]> AgainAsync(RunningHoldfast holdfast)
    {
        await holdfast.BackUpAsync();
        return [.. (await holdfast.BackupsAsync()).Values];
    }
}
