using Holdfast.Hosting.Messaging;
using Holdfast.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Holdfast.Hosting.Tests;

/// <summary>A service whose first answers get lost on the way.</summary>
public sealed class BusRequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_whose_answer_is_lost_is_answered_when_it_is_repeated()
    {
        using var host = await StartAsync(lost: 2);

        var answer = await AskAsync(host, limit: TimeSpan.FromMinutes(1), repeatAfter: TimeSpan.FromMilliseconds(100));

        Assert.True(((Answer)answer.Message).Number >= 3);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task What_may_not_be_asked_twice_is_asked_once()
    {
        using var host = await StartAsync(lost: 1);

        await Assert.ThrowsAsync<RequestTimeoutException>(() => AskAsync(host, limit: TimeSpan.FromSeconds(1), repeatAfter: null));

        Assert.Equal(1, host.Services.GetRequiredService<Asked>().Times);
        await host.StopAsync(Token);
    }

    private static Task<Response<Answer, Refusal>> AskAsync(IHost host, TimeSpan limit, TimeSpan? repeatAfter) =>
        host.Services.GetRequiredService<IBus>().AskAsync<Question, Answer, Refusal>(new Question(), queue: null, limit, Token, repeatAfter);

    private static async Task<IHost> StartAsync(int lost)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(new Asked { Lost = lost });
        builder.AddHoldfastBus(bus => bus.AddConsumer<Answerer>());
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private sealed record Question;

    private sealed record Answer(int Number);

    private sealed record Refusal;

    private sealed class Asked
    {
        private int _times;

        public required int Lost { get; init; }

        public int Times => _times;

        public int Next() => Interlocked.Increment(ref _times);
    }

    private sealed class Answerer(Asked asked) : IConsumer<Question>
    {
        public Task Consume(ConsumeContext<Question> context)
        {
            var number = asked.Next();
            return number <= asked.Lost ? Task.CompletedTask : context.RespondAsync(new Answer(number));
        }
    }
}
