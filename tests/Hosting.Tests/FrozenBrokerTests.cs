using Holdfast.Messaging;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Holdfast.Hosting.Tests;

/// <summary>A broker that takes messages and confirms none, as one does whose machine has stopped.</summary>
public sealed class FrozenBrokerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consumer_does_not_wait_for_ever_for_what_it_publishes_to_be_confirmed()
    {
        await using var broker = await RabbitMqServer.StartAsync().OrSkipAsync();
        Assert.SkipUnless(broker.IsPrivate, "The broker of HOLDFAST_TEST_RABBITMQ is not ours to freeze.");
        using var host = await BusAsync(broker, bus => bus.AddConsumer<Worker>());
        var work = host.Services.GetRequiredService<Work>();
        await host.Services.GetRequiredService<IBus>().Publish(new Order(), Token);
        await work.Begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        await broker.FreezeAsync();
        work.GoOn.SetResult();
        var ended = await Task.WhenAny(work.Ended.Task, Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, Token));
        await broker.ThawAsync();

        Assert.Same(work.Ended.Task, ended);
        Assert.IsType<TimeoutException>(await work.Ended.Task);
        await host.StopAsync(Token);
    }

    /// <summary>
    /// The first message of a kind declares where it goes, and the first request of a process the queue of its answers. Who stops waiting for that is
    /// free at once, and whoever comes later finds nothing half declared.
    /// </summary>
    [Fact]
    public async Task What_is_sent_can_be_given_up_and_sent_again_later()
    {
        await using var broker = await RabbitMqServer.StartAsync().OrSkipAsync();
        Assert.SkipUnless(broker.IsPrivate, "The broker of HOLDFAST_TEST_RABBITMQ is not ours to freeze.");
        using var host = await BusAsync(broker, bus => bus.AddConsumer<Answerer>());
        var bus = host.Services.GetRequiredService<IBus>();
        var ways = new Func<CancellationToken, Task>[]
        {
            token => bus.PublishPromptlyAsync(new Report(), token),
            token => bus.SendPromptlyAsync(new Uri("exchange:reports"), new Report(), Pipe.Empty<SendContext>(), token),
            token => bus.AskAsync<Question, Answer, Report>(new Question(), queue: null, TimeSpan.FromSeconds(30), token),
        };

        await bus.PublishPromptlyAsync(new Order(), Token); // the channel to send on is there: what is missing is the declarations

        await broker.FreezeAsync();
        try
        {
            foreach (var way in ways)
            {
                using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => way(impatience.Token));
            }
        }
        finally
        {
            await broker.ThawAsync();
        }

        foreach (var way in ways)
        {
            await way(Token);
        }

        await host.StopAsync(Token);
    }

    private static async Task<IHost> BusAsync(RabbitMqServer broker, Action<IBusRegistrationConfigurator> consumers)
    {
        var builder = BrokerHost.Builder(broker.Address, consumers);
        builder.Services.AddSingleton<Work>();
        var host = builder.Build();
        await host.StartAsync(Token);
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Token);
        return host;
    }

    private sealed record Order;

    private sealed record Report;

    private sealed record Question;

    private sealed record Answer;

    private sealed class Work
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What came of the report; null when it was confirmed.</summary>
        public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Worker(Work work) : IConsumer<Order>
    {
        public async Task Consume(ConsumeContext<Order> context)
        {
            work.Begun.TrySetResult();
            await work.GoOn.Task;
            try
            {
                await context.Publish(new Report());
                work.Ended.TrySetResult(null);
            }
            catch (Exception exception)
            {
                work.Ended.TrySetResult(exception);
            }
        }
    }

    private sealed class Answerer : IConsumer<Question>
    {
        public Task Consume(ConsumeContext<Question> context) => context.RespondAsync(new Answer());
    }
}
