using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Holdfast.Api.Answers;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Operations;
using Holdfast.Api.Sessions;
using Holdfast.Hosting.Platform;
using Holdfast.State.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Events;

/// <summary>Live events as Server-Sent Events: what runs and how far it is, and how it ended.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>An event without news, so that proxies keep the connection and a listener that has gone is noticed. As often it is seen whether the caller still may listen.</summary>
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(15);

    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/events", Listen).Describe(EventDescriptions.Listen);

    private static ServerSentEventsResult<OngoingAnswer?> Listen(
        HttpContext context,
        EventLimit limit,
        CallerCheck caller,
        IDbContextFactory<HoldfastDb> dbs,
        IOptions<PlatformOptions> platform,
        IHostApplicationLifetime lifetime,
        TimeProvider clock)
    {
        if (!limit.TryEnter())
        {
            throw new CallRefusedException(StatusCodes.Status503ServiceUnavailable, $"{EventLimit.Most} listeners are connected already");
        }

        context.Response.OnCompleted(() =>
        {
            limit.Leave();
            return Task.CompletedTask;
        });
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ended);
        return TypedResults.ServerSentEvents(
            EventsAsync(new OperationWatch(dbs, platform.Value.Namespace), () => caller.IsStillGoodAsync(context.Request, ended.Token), clock, ended.Token));
    }

    /// <summary>First what stands now, then every change, looked for once a second; until the caller's key or session has ended.</summary>
    private static async IAsyncEnumerable<SseItem<OngoingAnswer?>> EventsAsync(
        OperationWatch watch, Func<Task<bool>> isStillGood, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        var (said, seen) = (clock.GetTimestamp(), clock.GetTimestamp());
        do
        {
            if (clock.GetElapsedTime(seen) > QuietLimit)
            {
                seen = clock.GetTimestamp();
                if (!await isStillGood())
                {
                    yield break;
                }
            }

            foreach (var news in await watch.LookAsync(cancellationToken))
            {
                said = clock.GetTimestamp();
                yield return new SseItem<OngoingAnswer?>(OngoingAnswer.Of(news), news.Ongoing ? "progress" : "ended");
            }

            if (clock.GetElapsedTime(said) > QuietLimit)
            {
                said = clock.GetTimestamp();
                yield return new SseItem<OngoingAnswer?>(null, "quiet");
            }
        }
        while (await NextAsync(timer, cancellationToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false; // the listener has gone, or the process stops: the stream simply ends
        }
    }
}
