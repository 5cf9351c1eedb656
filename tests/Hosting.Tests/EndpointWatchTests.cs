using Holdfast.Hosting.Messaging;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Hosting.Tests;

public sealed class EndpointWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_ends_when_one_of_its_queues_alone_is_not_served_for_two_minutes(bool isBehind)
    {
        await using var broker = await RabbitMqServer.StartAsync().OrSkipAsync();
        var options = new BusOptions { Transport = BusTransport.RabbitMq, Url = broker.Address.ToString() };
        if (isBehind)
        {
            await DeclareOtherwiseAsync(options, nameof(Second));
        }

        var clock = new FakeTimeProvider();
        var builder = BrokerHost.Builder(broker.Address, bus =>
        {
            bus.AddConsumer<First>();
            bus.AddConsumer<Second>();
        });
        builder.Services.AddSingleton<TimeProvider>(clock);
        using var host = builder.Build();
        await host.StartAsync(Token);
        var bus = host.Services.GetRequiredService<IBusControl>();
        await Eventually.TrueAsync(() => Task.FromResult(IsServed(bus, nameof(First)) && IsServed(bus, nameof(Second)) == !isBehind), "it has tried both");
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        var passed = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested && passed < TimeSpan.FromMinutes(10))
        {
            passed += TimeSpan.FromSeconds(5);
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token); // it looks on a thread of its own
        }

        Assert.Equal(isBehind, stopping.IsCancellationRequested);
        Assert.True(passed >= TimeSpan.FromMinutes(2), $"{passed}");
        Assert.Equal(isBehind ? 1 : 0, Environment.ExitCode);
        Environment.ExitCode = 0;
        await host.StopAsync(Token);
    }

    private static bool IsServed(IBusControl bus, string queue) =>
        bus.CheckHealth().Endpoints.Single(endpoint => endpoint.Key.EndsWith($"/{queue}", StringComparison.Ordinal)).Value is { Status: BusHealthStatus.Healthy, Description: "ready" };

    private static async Task DeclareOtherwiseAsync(BusOptions options, string queue)
    {
        await using var connection = await RabbitMqConnection.Beside(options).CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 1 }, cancellationToken: Token);
    }

    private sealed record Order;

    private sealed class First : IConsumer<Order>
    {
        public Task Consume(ConsumeContext<Order> context) => Task.CompletedTask;
    }

    private sealed class Second : IConsumer<Order>
    {
        public Task Consume(ConsumeContext<Order> context) => Task.CompletedTask;
    }
}
