using System.Diagnostics;
using Holdfast.Contracts;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Faults;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess.Requests;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;
using Holdfast.Uploader.Tests.Platform;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Fault = Holdfast.FaultyStores.Faults.Fault;

namespace Holdfast.Uploader.Tests.StoreAccess;

/// <summary>What a worker does while the uploader or the store is away.</summary>
public sealed class PatienceTests
{
    private static readonly ListObjects Question = new() { OperationId = Guid.NewGuid(), Namespace = "app", Prefix = "keys/" };
    private static readonly Patience Short = new()
    {
        First = TimeSpan.FromMilliseconds(50),
        Longest = TimeSpan.FromMilliseconds(100),
        Pause = TimeSpan.FromMilliseconds(1),
        Total = TimeSpan.FromMilliseconds(400),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_answer_the_run_fails_in_plain_words_and_may_be_tried_again()
    {
        var asked = 0;
        using var host = await StartAsync(_ => Interlocked.Increment(ref asked));
        var requests = Requests(host, Short);
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => requests.AskAsync<ListObjects, ObjectListing>(Question, Stop));
        Assert.True(failure.Retryable);
        Assert.Contains("the uploader does not answer", failure.Message, StringComparison.Ordinal);
        Assert.True(asked > 1, $"asked {asked} times");
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task A_request_that_was_lost_is_asked_again()
    {
        var asked = 0;
        using var host = await StartAsync(context => Interlocked.Increment(ref asked) == 1
            ? null
            : context.RespondAsync(new ObjectListing { Namespace = "app", Prefix = "keys/", Objects = [] }));
        var requests = Requests(host, Short with { Total = TimeSpan.FromSeconds(30) });
        Assert.Empty((await requests.AskAsync<ListObjects, ObjectListing>(Question, Stop)).Objects);
        Assert.Equal(2, asked);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once()
    {
        var asked = new TaskCompletionSource();
        using var host = await StartAsync(_ => asked.TrySetResult());
        var requests = Requests(host, new Patience());
        using var cancel = new CancellationTokenSource();
        var answer = requests.AskAsync<ListObjects, ObjectListing>(Question, cancel.Token);
        await asked.Task.WaitAsync(Stop);
        var since = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5), "it waited on");
        await host.StopAsync(Stop);
    }

    [Theory]
    [InlineData(FaultEffect.FailBefore)]
    [InlineData(FaultEffect.FailAfter)]
    public async Task A_store_that_fails_for_a_while_is_asked_again(FaultEffect effect)
    {
        Fault? fault = null;
        await using var platform = await TestPlatform.StartAsync(
            wrap: store =>
            {
                var faulty = new FaultyStore(store);
                fault = faulty.Add(new Fault(StoreCalls.Put, effect) { Times = 3, Matches = key => key.EndsWith(".pack", StringComparison.Ordinal) });
                return faulty;
            },
            patience: new Patience { Pause = TimeSpan.FromMilliseconds(1) });
        var content = Bytes.Random(50_000);
        var backup = await platform.BackUpAsync("2026-01-01t00-00-00", content);
        Assert.Equal(3, fault!.Fired);
        Assert.Equal(content, await platform.Worker.RestoreAsync(backup.Components[0]));
    }

    [Fact]
    public async Task A_failure_that_stays_fails_the_run_for_good()
    {
        await using var platform = await TestPlatform.StartAsync(wrap: store =>
        {
            var faulty = new FaultyStore(store);
            faulty.Add(new Fault(StoreCalls.Put, FaultEffect.FailBefore) { IsTransient = false, Matches = key => key.EndsWith(".pack", StringComparison.Ordinal) });
            return faulty;
        });
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => platform.BackUpAsync("2026-01-01t00-00-00", Bytes.Random(1000)));
        Assert.False(failure.Retryable);
        Assert.Empty(platform.StagedFiles());
    }

    [Fact]
    public async Task What_is_not_there_is_told_from_what_failed()
    {
        await using var platform = await TestPlatform.StartAsync();
        using var repository = await platform.Worker.OpenAsync(Worker.BackupRun(Guid.NewGuid(), "2026-01-01t00-00-00", Worker.Stream));
        var missing = await Assert.ThrowsAsync<ObjectNotFoundException>(() => repository.Source.FetchAsync("2026-01-01t00-00-00/manifest.json", null, Stop));
        Assert.Equal("2026-01-01t00-00-00/manifest.json", missing.Key);
    }

    /// <summary>The queue for answers goes with the connection; waiting for the request to time out would take half a minute and more.</summary>
    [Fact]
    public async Task An_answer_that_was_lost_with_the_broker_is_asked_for_again_as_soon_as_it_is_back()
    {
        await using var broker = await RabbitMqServer.StartAsync().OrSkipAsync();
        Assert.SkipUnless(broker.IsPrivate, "The broker of HOLDFAST_TEST_RABBITMQ is not ours to kill.");
        var (asked, count) = (new TaskCompletionSource(), 0);
        using var host = await StartAsync(
            context =>
            {
                if (Interlocked.Increment(ref count) > 1)
                {
                    return context.RespondAsync(new ObjectListing { Namespace = "app", Prefix = "keys/", Objects = [] });
                }

                asked.SetResult();
                return null;
            },
            broker.Address);
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Stop);
        var requests = Requests(host, new Patience { First = TimeSpan.FromMinutes(10) });
        var answer = requests.AskAsync<ListObjects, ObjectListing>(Question, Stop);
        await asked.Task.WaitAsync(Stop);
        await requests.AskAsync<ListObjects, ObjectListing>(Question, Stop); // the broker knows by now that the first was consumed, and does not bring it again
        await broker.KillAsync();
        await broker.StartAgainAsync();
        Assert.Empty((await answer.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Stop)).Objects);
        await host.StopAsync(Stop);
    }

    private static UploaderRequests Requests(IHost host, Patience patience) =>
        new(host.Services.GetRequiredService<IBus>(), host.Services.GetRequiredService<ReplyQueue>(), patience, TimeProvider.System);

    /// <param name="answer">What happens to a request; null when it is lost.</param>
    /// <param name="broker">Null for the bus within the process.</param>
    private static async Task<IHost> StartAsync(Func<ConsumeContext<ListObjects>, Task?> answer, Uri? broker = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (broker is not null)
        {
            builder.Configuration["Bus:Transport"] = nameof(BusTransport.RabbitMq);
            builder.Configuration["Bus:Url"] = broker.ToString();
        }

        builder.Services.AddSingleton<IBusEndpoints>(new Endpoint(answer));
        builder.AddHoldfastBus(_ => { });
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }

    private static Task<IHost> StartAsync(Action<ConsumeContext<ListObjects>> answer) => StartAsync(context =>
    {
        answer(context);
        return null;
    });

    private sealed class Endpoint(Func<ConsumeContext<ListObjects>, Task?> answer) : IBusEndpoints
    {
        public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus) => bus.ReceiveEndpoint(
            Queues.Uploader, endpoint => endpoint.Handler<ListObjects>(consumed => answer(consumed) ?? Task.CompletedTask));
    }
}
