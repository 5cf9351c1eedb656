using Holdfast.Distributed.Tests.Bus;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests;

public sealed class ManyInstancesTests
{
    /// <summary>All but the uploader, of which there is one for each store; as on a cluster of brokers: quorum queues, TLS, a virtual host of its own.</summary>
    [Fact]
    public async Task Two_of_each_service_share_the_work_and_do_nothing_twice()
    {
        await using var broker = await Broker.StartAsync(secure: true);
        var bus = broker.SecureAddress is null
            ? DistributedHoldfast.On(broker) with { QueueType = "Quorum" }
            : new HoldfastConfiguration.BusSection("RabbitMq", broker.SecureAddress.ToString(), broker.CaFile, "Quorum");
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await DistributedHoldfast.StartAsync(platform, bus, service => service == Service.Uploader ? 1 : 2);

        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first);

        await platform.IsAsync(1);
        await using var program = await AmqpProgram.ConnectAsync(new UriBuilder(broker.Address) { Path = broker.SecureAddress?.AbsolutePath ?? broker.Address.AbsolutePath }.Uri);
        foreach (var queue in (string[])["backup-saga", "uploader-retention"])
        {
            Assert.Contains("'quorum'", await program.ObjectionToClassicAsync(queue), StringComparison.Ordinal);
        }

        Assert.Single(Directory.GetDirectories(Path.Combine(platform.Store, "app", first, "db", "d1")));
    }
}
