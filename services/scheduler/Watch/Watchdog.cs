using Holdfast.Hosting.Messaging;
using Holdfast.Messaging;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Watch;

/// <summary>Sees to it that every operation ends: tells the sagas what has fallen silent, and resumes all of them at process start.</summary>
/// <remarks>
/// It only asks questions of the database and publishes; each saga decides in its own transaction whether there is anything to do. What happened
/// before it began to listen is not held against anybody; it begins anew when it could not look for a while: the machine slept, the database was
/// away, or the broker, and with it all signs of life.
/// </remarks>
internal sealed partial class Watchdog(
    IDbContextFactory<HoldfastDb> dbs,
    IBusControl bus,
    IOptions<SchedulerOptions> options,
    IOptions<BusOptions> transport,
    TimeProvider clock,
    ILogger<Watchdog> log) : BackgroundService
{
    private readonly ILogger _log = log;

    /// <summary>How often it has looked, or tried to.</summary>
    internal int Looks { get; private set; }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private TimeSpan LongestGap => (options.Value.SilenceLimit < options.Value.UnservedLimit ? options.Value.SilenceLimit : options.Value.UnservedLimit) / 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = Now;
        var (listening, looked) = (started, started);
        using var timer = new PeriodicTimer(options.Value.WatchInterval, clock);
        for (var resumed = false; !stoppingToken.IsCancellationRequested; await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
                if (!resumed)
                {
                    await ResumeAllAsync(started, stoppingToken);
                    resumed = true;
                }

                var now = Now;
                listening = now - looked > LongestGap ? now : listening;
                await LookAsync(listening, stoppingToken);
                looked = now;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LookFailed(exception);
            }

            Looks++;
        }
    }

    private async Task ResumeAllAsync(DateTime started, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        foreach (var id in await UnfinishedOperations.FindAsync(db, cancellationToken))
        {
            Resuming(id);
            var lost = transport.Value.Transport == BusTransport.InMemory ? started : (DateTime?)null;
            await bus.PublishPromptlyAsync(new ResumeOperation { OperationId = id, RunsLostBefore = lost }, cancellationToken);
        }
    }

    private async Task LookAsync(DateTime listening, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        foreach (var silent in await SilentComponents.FindAsync(db, options.Value, listening, Now, cancellationToken))
        {
            FellSilent(silent.Component.ToString(), silent.OperationId, silent.Reason);
            await bus.PublishPromptlyAsync(silent, cancellationToken);
        }

        await LookAtQuestionsAsync(db, listening, cancellationToken);
        var now = Now;
        var ended = await db.Restores.Where(saga => saga.UndoUntil <= now).Select(saga => saga.CorrelationId).ToListAsync(cancellationToken);
        foreach (var id in ended)
        {
            await bus.PublishPromptlyAsync(new UndoWindowEnded { OperationId = id }, cancellationToken);
        }
    }

    private async Task LookAtQuestionsAsync(HoldfastDb db, DateTime listening, CancellationToken cancellationToken)
    {
        var (now, again) = (Now, Now - options.Value.AskAgainAfter);
        var asked = await Asked(db.Backups).Union(Asked(db.Restores)).ToListAsync(cancellationToken);
        foreach (var question in asked)
        {
            if (question.Due <= now)
            {
                await bus.PublishPromptlyAsync(new AnswerOverdue { OperationId = question.OperationId }, cancellationToken);
            }
            else if (question.At <= again && listening <= again)
            {
                await bus.PublishPromptlyAsync(new ResumeOperation { OperationId = question.OperationId }, cancellationToken);
            }
        }
    }

    private static IQueryable<Question> Asked<T>(IQueryable<T> sagas)
        where T : OperationState =>
        sagas.Where(saga => saga.AskedAt != null)
            .Select(saga => new Question { OperationId = saga.CorrelationId, At = saga.AskedAt, Due = saga.AnswerDueAt });

    private sealed class Question
    {
        public Guid OperationId { get; init; }

        public DateTime? At { get; init; }

        public DateTime? Due { get; init; }
    }
}
