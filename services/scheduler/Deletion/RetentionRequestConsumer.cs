using Holdfast.Contracts;
using Holdfast.Contracts.Retention;
using Holdfast.Messaging;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Runs retention on request, whether or not it also runs by itself; or only tells what it would do.</summary>
internal sealed class RetentionRequestConsumer(HoldfastDb db, SettingsReader settings, TimeProvider clock) : IConsumer<RetentionRequested>
{
    public async Task Consume(ConsumeContext<RetentionRequested> context)
    {
        var (request, cancellationToken) = (context.Message, context.CancellationToken);
        var rule = RetentionRule.From(await settings.BackupAsync(cancellationToken));
        if (!request.DryRun)
        {
            await DeletionClaims.TouchLockAsync(db, request.Namespace, cancellationToken);
        }

        var newest = await db.Locks.Where(row => row.Namespace == request.Namespace).Select(row => row.NewestTimestamp).SingleOrDefaultAsync(cancellationToken);

        // What a backup gets at least that begins from now on, also where one was made while the clock ran ahead.
        var before = BackupTimestamp.NextUnused(clock.GetUtcNow(), newest is null ? null : BackupTimestamp.Parse(newest)).ToString();
        var sameStore = await settings.SameStoreAsync(db, await SettingsReader.StoreVersionAsync(db, cancellationToken), cancellationToken);
        var run = await RetentionRun.PlanAsync(db, request.OperationId, request.Namespace, rule, before, sameStore, cancellationToken);
        if (!request.DryRun)
        {
            await run.MarkAsync(db, cancellationToken);
            await context.SendCommandAsync(Queues.Retention, run.Command, cancellationToken);
        }

        await context.RespondAsync(new RetentionPlanned
        {
            OperationId = request.OperationId,
            Namespace = request.Namespace,
            Keep = rule.Newest,
            Backups = run.Decisions,
            Sweep = run.Command with { DryRun = request.DryRun },
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
