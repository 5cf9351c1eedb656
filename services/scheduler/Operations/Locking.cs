using Holdfast.Contracts.Operations;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Operations;

/// <summary>Takes and gives back the lock of a namespace within a transaction.</summary>
internal static class Locking
{
    /// <summary>Takes the lock.</summary>
    /// <returns>Null while another operation holds it.</returns>
    public static async Task<NamespaceLock?> AcquireAsync(
        HoldfastDb db, string @namespace, Guid operationId, OperationKind kind, CancellationToken cancellationToken)
    {
        var row = await db.Locks.SingleOrDefaultAsync(row => row.Namespace == @namespace, cancellationToken);
        if (row is null)
        {
            row = new NamespaceLock { Namespace = @namespace };
            db.Add(row);
        }

        return row.TryAcquire(operationId, kind) ? row : null;
    }

    /// <summary>Gives the lock back.</summary>
    public static async Task ReleaseAsync(HoldfastDb db, OperationState saga, CancellationToken cancellationToken)
    {
        var row = await db.Locks.SingleOrDefaultAsync(row => row.Namespace == saga.Namespace, cancellationToken);
        row?.Release(saga.CorrelationId);
    }

    /// <summary>The status text of the operation that holds the lock, for whoever wanted it too.</summary>
    public static async Task<string> OngoingTextAsync(HoldfastDb db, string @namespace, CancellationToken cancellationToken) =>
        (await new OperationQueries(db).OngoingAsync(@namespace, cancellationToken))?.Status ?? StatusText.Ongoing([]);
}
