using Holdfast.Contracts.Components;
using Holdfast.Hosting.Messaging;
using Holdfast.Monitoring.Metrics;
using Holdfast.Monitoring.Waiting;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;

namespace Holdfast.Monitoring.Tests;

public sealed class QueueMetricsTests
{
    private static readonly ComponentFacts[] Components = [new(ComponentId.Volume("edweb"), null, null, null), new(ComponentId.Database("asp"), null, null, null)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_tells_its_queues_over_tls_and_none_is_known_while_it_is_away()
    {
        await using var broker = await RabbitMqServer.StartAsync(secure: true).OrSkipAsync();
        Assert.SkipUnless(broker.SecureAddress is not null, "The broker of HOLDFAST_TEST_RABBITMQ is not ours to kill.");
        var options = Options.Create(new BusOptions { Transport = BusTransport.RabbitMq, Url = broker.SecureAddress.ToString(), CaFile = broker.CaFile });
        await FillAsync(options.Value);
        var clock = new FakeTimeProvider();
        await using var queues = new BrokerQueues(options);
        using var metrics = new QueueMetrics(queues, clock, NullLogger<QueueMetrics>.Instance);

        await metrics.RefreshAsync(Components, Token);
        var told = metrics.Current!.ToDictionary(depth => depth.Queue);
        Assert.Equal(new QueueDepth("volume-edweb", 2, 0, 1), told["volume-edweb"]);
        Assert.Equal(new QueueDepth("uploader", 0, 0, 0), told["uploader"]); // does not exist
        Assert.DoesNotContain("volume-asp", told.Keys);

        await broker.KillAsync();
        await metrics.RefreshAsync(Components, Token);
        Assert.NotNull(metrics.Current); // what was read a moment ago
        clock.Advance(TimeSpan.FromSeconds(11));
        await metrics.RefreshAsync(Components, Token);
        Assert.Null(metrics.Current);

        await broker.StartAgainAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(11));
                await metrics.RefreshAsync(Components, Token);
                return told["volume-edweb"].Equals(metrics.Current?.SingleOrDefault(depth => depth.Queue == "volume-edweb")); // a broker that starts brings its queues back one by one
            },
            "the queues are known again");
    }

    private static async Task FillAsync(BusOptions options)
    {
        await using var connection = await RabbitMqConnection.Beside(options).CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Token);
        foreach (var queue in (string[])["volume-edweb", "volume-edweb", "volume-edweb_error"])
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: Token);
            await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, new byte[] { 1 }, Token);
        }
    }
}
