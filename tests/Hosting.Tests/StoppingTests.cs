using Holdfast.Hosting.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Holdfast.Hosting.Tests;

public sealed class StoppingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As in a backup of more databases than are dumped at once.</summary>
    [Fact]
    public async Task What_waited_for_a_free_slot_does_not_begin_when_the_process_stops()
    {
        var work = new Work();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(work);
        builder.Services.AddSingleton<IBusEndpoints>(new OneAtATime());
        builder.AddHoldfastBus(bus => bus.AddConsumer<Worker>().ExcludeFromConfigureEndpoints());
        builder.Services.PostConfigure<MassTransitHostOptions>(options => options.ConsumerStopTimeout = TimeSpan.FromMilliseconds(200));
        using var host = builder.Build();
        await host.StartAsync(Token);
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(new Order(), Token);
        await bus.Publish(new Order(), Token);
        await work.Begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        var stopped = host.StopAsync(Token);

        Assert.Same(stopped, await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, Token)));
        Assert.Equal(1, work.Runs);
    }

    private sealed record Order;

    private sealed class OneAtATime : IBusEndpoints
    {
        public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus) => bus.ReceiveEndpoint("work", endpoint =>
        {
            endpoint.ForLongWork(slots: 1);
            endpoint.ConfigureConsumeTopology = true; // the test publishes
            endpoint.ConfigureConsumer<Worker>(context);
        });
    }

    private sealed class Work
    {
        private int _runs;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Runs => _runs;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _runs);
            Begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }

    private sealed class Worker(Work work) : IConsumer<Order>
    {
        public Task Consume(ConsumeContext<Order> context) => work.RunAsync(context.CancellationToken);
    }
}
