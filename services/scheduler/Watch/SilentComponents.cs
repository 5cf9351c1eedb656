using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Watch;

/// <summary>Finds components of unfinished operations that nothing is heard of.</summary>
internal static class SilentComponents
{
    /// <param name="listening">Since when the watchdog listens: nothing counts as silent for longer.</param>
    public static async Task<List<ComponentSilent>> FindAsync(
        HoldfastDb db, SchedulerOptions options, DateTime listening, DateTime now, CancellationToken cancellationToken)
    {
        var unfinished = await UnfinishedOperations.FindAsync(db, cancellationToken);
        var silent = new List<ComponentSilent>();
        if (unfinished.Count == 0)
        {
            return silent;
        }

        if (listening <= now - options.SilenceLimit)
        {
            silent.AddRange(await LostRunsAsync(db, unfinished, now - options.SilenceLimit, options.SilenceLimit, cancellationToken));
        }

        silent.AddRange(await UnclaimedAsync(db, unfinished, options, listening, now, cancellationToken));
        return silent;
    }

    private static async Task<IEnumerable<ComponentSilent>> LostRunsAsync(
        HoldfastDb db, List<Guid> unfinished, DateTime since, TimeSpan limit, CancellationToken cancellationToken)
    {
        // Two queries, not a join: see OperationQueries.
        var running = await db.Components.AsNoTracking()
            .Where(row => unfinished.Contains(row.OperationId) && row.State == RunState.Running)
            .Select(row => new { row.OperationId, row.Component, row.RunId }).ToListAsync(cancellationToken);
        var late = await db.Progress.AsNoTracking().Where(heard => unfinished.Contains(heard.OperationId) && heard.HeardAt <= since)
            .Select(heard => new { heard.OperationId, heard.Component }).ToHashSetAsync(cancellationToken);
        return running.Where(row => late.Contains(new { row.OperationId, row.Component })).Select(row => new ComponentSilent
        {
            OperationId = row.OperationId,
            Component = row.Component,
            RunId = row.RunId,
            Silence = Silence.RunLost,
            Reason = $"its worker gave no sign of life for {limit.TotalSeconds:0} s",
        });
    }

    private static async Task<IEnumerable<ComponentSilent>> UnclaimedAsync(
        HoldfastDb db, List<Guid> unfinished, SchedulerOptions options, DateTime listening, DateTime now, CancellationToken cancellationToken)
    {
        var waiting = await db.Components.AsNoTracking()
            .Where(row => unfinished.Contains(row.OperationId) && row.State == RunState.Dispatched).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return [];
        }

        var announced = await (
            from saga in db.Backups.Select(saga => new { saga.CorrelationId, saga.Namespace })
                .Union(db.Restores.Select(saga => new { saga.CorrelationId, saga.Namespace }))
            where unfinished.Contains(saga.CorrelationId)
            join row in db.Registry on saga.Namespace equals row.Namespace
            select new { saga.CorrelationId, row.Component, row.LastAnnouncedAt })
            .ToDictionaryAsync(row => (row.CorrelationId, row.Component), row => row.LastAnnouncedAt, cancellationToken);
        return
            from row in waiting
            let since = row.DispatchedAt > listening ? row.DispatchedAt : listening
            let seen = announced.GetValueOrDefault((row.OperationId, row.Component))
            let gone = seen <= now - options.UnservedLimit && since <= now - options.UnservedLimit
            where gone || since <= now - options.ResendCommandAfter
            select new ComponentSilent
            {
                OperationId = row.OperationId,
                Component = row.Component,
                RunId = row.RunId,
                Silence = gone ? Silence.Unserved : Silence.CommandLost,
                Reason = gone ? $"no running service serves it (last announced {seen:yyyy-MM-dd HH:mm:ss} UTC)" : "nobody has claimed its command",
            };
    }
}
