using Holdfast.Distributed.Tests.Platform;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Survival;

[Collection(SharedHoldfast.Name)]
public sealed class BrokerRestartTests(SharedHoldfast shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_crashes_in_the_middle_and_comes_back_loses_nothing()
    {
        var (broker, platform, holdfast) = (shared.Broker, shared.Platform, shared.Holdfast);
        Assert.SkipUnless(broker.IsPrivate, "The broker of HOLDFAST_TEST_RABBITMQ is not ours to kill.");
        await platform.SetAsync(1);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        var timestamp = await holdfast.Api.BackUpAsync(Token);
        await broker.KillAsync();
        await broker.StartAgainAsync();
        var ended = await holdfast.BackupEndAsync(timestamp);
        Assert.True(ended == HoldfastApi.Success, $"{ended}\n{holdfast.Tails()}");

        await holdfast.Api.RestoreAsync(first, Token);
        await broker.KillAsync();
        await broker.StartAgainAsync();
        var status = await holdfast.RestoreEndAsync(first);
        Assert.True(status == HoldfastApi.Success, $"{status}\n{holdfast.Tails()}");
        await platform.IsAsync(1);
    }
}
