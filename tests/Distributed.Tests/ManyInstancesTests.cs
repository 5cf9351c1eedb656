using Holdfast.Distributed.Tests.Platform;
using Holdfast.EndToEnd.Tests.Platforms;

namespace Holdfast.Distributed.Tests;

public sealed class ManyInstancesTests
{
    /// <summary>All but the uploader, of which there is one for each store.</summary>
    [Fact]
    public async Task Two_of_each_service_share_the_work_and_do_nothing_twice()
    {
        await using var broker = await Broker.StartAsync();
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await DistributedHoldfast.StartAsync(platform, broker, service => service == Service.Uploader ? 1 : 2);

        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first);

        await platform.IsAsync(1);
        Assert.Single(Directory.GetDirectories(Path.Combine(platform.Store, "app", first, "db", "d1")));
    }
}
