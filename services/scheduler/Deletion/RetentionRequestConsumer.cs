using Holdfast.Contracts;
using Holdfast.Contracts.Retention;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Messaging;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Runs retention on request, whether or not it also runs by itself; or only tells what it would do.</summary>
internal sealed class RetentionRequestConsumer(HoldfastDb db, IOptionsMonitor<BackupOptions> options, TimeProvider clock) : IConsumer<RetentionRequested>
{
    public async Task Consume(ConsumeContext<RetentionRequested> context)
    {
        var (request, keep, cancellationToken) = (context.Message, Math.Max(1, options.CurrentValue.BackupRetentionCount), context.CancellationToken);
        if (!request.DryRun)
        {
            await DeletionClaims.TouchLockAsync(db, request.Namespace, cancellationToken);
        }

        var newest = await db.Locks.Where(row => row.Namespace == request.Namespace).Select(row => row.NewestTimestamp).SingleOrDefaultAsync(cancellationToken);

        // What a backup gets at least that begins from now on, also where one was made while the clock ran ahead.
        var before = BackupTimestamp.NextUnused(clock.GetUtcNow(), newest is null ? null : BackupTimestamp.Parse(newest)).ToString();
        var run = await RetentionRun.PlanAsync(db, request.OperationId, request.Namespace, keep, before, cancellationToken);
        if (!request.DryRun)
        {
            await run.MarkAsync(db, cancellationToken);
            await context.SendCommandAsync(Queues.Retention, run.Command, cancellationToken);
        }

        await context.RespondAsync(new RetentionPlanned
        {
            OperationId = request.OperationId,
            Namespace = request.Namespace,
            Keep = keep,
            Backups = run.Decisions,
            Sweep = run.Command with { DryRun = request.DryRun },
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
