using Holdfast.Distributed.Tests.Platform;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Survival;

public sealed class BrokerRestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_crashes_in_the_middle_and_comes_back_loses_nothing()
    {
        await using var broker = await Broker.StartAsync();
        Assert.SkipUnless(broker.IsPrivate, "The broker of HOLDFAST_TEST_RABBITMQ is not ours to kill.");
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await DistributedHoldfast.StartAsync(platform, broker, _ => 1);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        var timestamp = await holdfast.Api.BackUpAsync(Token);
        await broker.KillAsync();
        await broker.StartAgainAsync();
        Assert.Equal(HoldfastApi.Success, await holdfast.BackupEndAsync(timestamp));

        await holdfast.Api.RestoreAsync(first, Token);
        await broker.KillAsync();
        await broker.StartAgainAsync();
        var status = await holdfast.RestoreEndAsync(first);
        Assert.True(status == HoldfastApi.Success, $"{status}\n{holdfast.Tails()}");
        await platform.IsAsync(1);
    }
}
