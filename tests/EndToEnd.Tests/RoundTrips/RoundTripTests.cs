using Holdfast.EndToEnd.Tests.Platforms;

namespace Holdfast.EndToEnd.Tests.RoundTrips;

/// <summary>What was backed up comes back identical: as SQL text and as trees with all metadata.</summary>
public sealed class RoundTripTests(WholePlatform platform) : IClassFixture<WholePlatform>
{
    [Fact]
    public async Task Everything_destroyed_comes_back_identical()
    {
        await using var holdfast = await platform.StartAsync("zeroth", "plain", encrypted: false);
        var timestamp = await holdfast.BackUpAsync();
        await platform.IsAsBeforeAsync();
        await platform.DestroyAsync();
        await holdfast.RestoreAsync(timestamp);
        await platform.IsAsBeforeAsync();
        Assert.True(IsReadable("plain"));
    }

    [Fact]
    public async Task It_comes_back_encrypted_too_through_a_holdfast_that_knows_nothing_and_into_another_namespace()
    {
        string timestamp;
        await using (var holdfast = await platform.StartAsync("first", "sealed", encrypted: true))
        {
            timestamp = await holdfast.BackUpAsync();
        }

        await platform.DestroyAsync();
        await using (var stranger = await platform.StartAsync("second", "sealed", encrypted: true))
        {
            Assert.Empty(await stranger.BackupsAsync());
            await stranger.RestoreAsync(timestamp);
            await platform.IsAsBeforeAsync();
            Assert.Equal("Success", (await AgainAsync(stranger))[^1]);
        }

        await platform.DestroyAsync();
        await using (var elsewhere = await platform.StartAsync("third", "sealed", encrypted: true, "recovery"))
        {
            await elsewhere.RestoreAsync(timestamp, ",\"sourceNamespace\":\"app\"");
            await platform.IsAsBeforeAsync();
        }

        Assert.False(IsReadable("sealed"));
    }

    private bool IsReadable(string store) =>
        platform.BytesOf(store).Any(bytes => bytes.AsSpan().IndexOf("BEGIN SAMPLE"u8) >= 0 || bytes.AsSpan().IndexOf("holdfast_sample_gogs_git"u8) >= 0);

    /// <summary>The fresh Holdfast can go on with the store: its next backup stands beside the one it did not take.</summary>
    private static async Task<string[]> AgainAsync(RunningHoldfast holdfast)
    {
        await holdfast.BackUpAsync();
        return [.. (await holdfast.BackupsAsync()).Values];
    }
}
