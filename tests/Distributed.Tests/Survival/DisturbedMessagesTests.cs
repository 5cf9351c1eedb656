using Holdfast.Distributed.Tests.Bus;
using Holdfast.Distributed.Tests.Platform;

namespace Holdfast.Distributed.Tests.Survival;

[Collection(SharedHoldfast.Name)]
public sealed class DisturbedMessagesTests(SharedHoldfast shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_that_come_late_in_another_order_and_twice_do_no_harm()
    {
        var (platform, holdfast) = (shared.Platform, shared.Holdfast);
        await platform.SetAsync(1);
        var before = (await holdfast.Api.BackupsAsync(Token)).Count;
        string first;
        await using (var disturbance = await Disturbance.StartAsync(shared.Broker.Address, AmqpProgram.HoldfastQueues))
        {
            first = await holdfast.BackUpAsync();
            await platform.SetAsync(2);
            await holdfast.BackUpAsync();
            await holdfast.RestoreAsync(first);
            Assert.NotEqual(0, disturbance.Twice);
        }

        await platform.IsAsync(1);
        Assert.Equal(before + 2, (await holdfast.Api.BackupsAsync(Token)).Count);
        await shared.NothingWaitsAsync();
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first);
        await platform.IsAsync(1);
    }
}
