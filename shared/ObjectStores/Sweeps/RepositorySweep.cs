using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.ObjectStores.Sweeps;

/// <summary>Removes expired backups and leftovers from the repository of one namespace. It reaches into no other.</summary>
/// <remarks>
/// A dry run is <see cref="PlanAsync"/> alone. Nothing is deleted while anything is in doubt: a failure of the store ends the plan with
/// its exception, anything else that is doubtful gives a plan with a refusal. A deletion that fails or is cancelled half-way leaves a
/// sound repository; the next sweep goes on.
/// </remarks>
/// <param name="store">The whole store.</param>
/// <param name="name">The namespace.</param>
/// <param name="time">Tells how old objects are.</param>
/// <param name="known">What the last sweep of this namespace read, so that this one need not read it again; nothing by default.</param>
public sealed class RepositorySweep(IObjectStore store, string name, TimeProvider time, ReadDocuments? known = null)
{
    /// <summary>How many objects one request to an object store can delete.</summary>
    private const int Batch = 1000;

    private readonly NamespaceStore _store = new(store, name);
    private readonly ReadDocuments _known = known ?? new ReadDocuments();

    /// <summary>Finds what to delete, and deletes nothing.</summary>
    /// <exception cref="RepositoryRefusedException">There is no repository, or this program must not use it.</exception>
    /// <exception cref="ObjectStoreException">The store failed.</exception>
    public async Task<GarbagePlan> PlanAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = GarbagePlan.Compute(await RepositoryReading.ReadAsync(_store, _known, request, time, cancellationToken));
        if (plan.Refusal is null)
        {
            _known.Settle();
        }

        return plan;
    }

    /// <summary>Finds what removing one backup frees, at a cost in proportion to that backup, and deletes nothing.</summary>
    /// <remarks>
    /// Besides that backup it lists the timestamps, to read the backups that the last plan did not see. The counts of the plan, and what is left
    /// over elsewhere, are those of this backup only.
    /// </remarks>
    /// <returns>Null when that does not do, since no plan was made before or something is not as it left it: <see cref="PlanAsync"/> reads everything.</returns>
    /// <exception cref="RepositoryRefusedException">There is no repository, or this program must not use it.</exception>
    /// <exception cref="ObjectStoreException">The store failed.</exception>
    public async Task<GarbagePlan?> PlanOneAsync(string timestamp, SweepRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var input = await new OneBackupReading(_store, _known, request, time).ReadAsync(timestamp, cancellationToken);
        return input is not null && GarbagePlan.Compute(input) is { Refusal: null } plan ? plan : null;
    }

    /// <summary>Deletes what the plan says, in its order. Remember its <see cref="GarbagePlan.RemainingCount"/> before.</summary>
    /// <exception cref="ObjectStoreException">The store failed; some of the objects may be gone.</exception>
    public async Task DeleteAsync(GarbagePlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var backups = plan.Deletions.Where(deletion => deletion.Kind == ObjectKind.Manifest)
            .Select(deletion => deletion.Item.Key.Split('/')[0]).ToList();
        backups.ForEach(_known.Forget);
        foreach (var group in plan.Deletions.GroupBy(deletion => Rank(deletion.Kind)).OrderBy(group => group.Key))
        {
            foreach (var batch in group.Chunk(Batch))
            {
                await _store.DeleteAsync([.. batch.Select(deletion => deletion.Item.Key)], cancellationToken);
            }
        }

        backups.ForEach(_known.AddLeftover);
    }

    /// <summary>What must be gone before the next rank is begun; one request may delete its objects in any order.</summary>
    private static int Rank(ObjectKind kind) => kind switch
    {
        ObjectKind.Manifest => 0,
        ObjectKind.Snapshot => 1,
        ObjectKind.DataPack or ObjectKind.CatalogPack => 2,
        ObjectKind.QuarantineMark => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Objects of this kind are never deleted."),
    };
}
