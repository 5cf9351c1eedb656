using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Watch;

/// <summary>Finds the operations that still have something to do.</summary>
internal static class UnfinishedOperations
{
    /// <summary>Those that have not ended, and completed restores whose previous data is being removed.</summary>
    public static Task<List<Guid>> FindAsync(HoldfastDb db, CancellationToken cancellationToken) =>
        db.Backups.Where(saga => saga.EndedAt == null).Select(saga => saga.CorrelationId)
            .Union(db.Restores.Where(saga => saga.EndedAt == null || saga.Open > 0).Select(saga => saga.CorrelationId))
            .ToListAsync(cancellationToken);
}
