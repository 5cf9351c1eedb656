using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Forgets all but the newest backups and deletes the objects that only they used.</summary>
internal sealed class ForgetVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private const int LargestSnapshot = 64 << 20;

    private readonly int _keep = (int)reader.Number("--keep-last", 30);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var input = await InputAsync(cancellationToken);
        var plan = GarbagePlan.Compute(input);
        if (plan.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Message);
        }

        // Kinds go one after the other: nothing that stays may ever refer to what is gone.
        foreach (var kind in plan.Deletions.GroupBy(deletion => deletion.Kind is ObjectKind.CatalogPack ? ObjectKind.DataPack : deletion.Kind))
        {
            await Folder.Store.DeleteAsync([.. kind.Select(deletion => deletion.Item.Key)], cancellationToken);
        }

        Console.Error.WriteLine($"{input.Expire.Count} backups and {plan.Deletions.Count} objects of {plan.FreedBytes} bytes removed");
    }

    private async Task<GarbageInput> InputAsync(CancellationToken cancellationToken)
    {
        var repository = await Folder.OpenAsync(cancellationToken);
        var listing = new List<ObjectInfo>();
        var manifests = new Dictionary<string, Manifest>();
        var snapshots = new Dictionary<string, IReadOnlyList<PackSize>>();
        await foreach (var item in Folder.Store.ListAsync("", cancellationToken))
        {
            listing.Add(item);
            if (!ObjectKeys.TryParse(item.Key, out var key))
            {
                continue;
            }

            if (key.Kind == ObjectKind.Manifest)
            {
                manifests[item.Key] = await Manifest.ReadAsync(Folder.Source, repository.Id, key.Timestamp!, cancellationToken);
            }
            else if (key.Kind == ObjectKind.Snapshot)
            {
                var snapshot = Snapshot.Parse(await Folder.Store.GetAsync(item.Key, LargestSnapshot, cancellationToken), item.Key);
                snapshots[item.Key] = [.. snapshot.Packs.Select(pack => new PackSize(pack.Key, pack.Size))];
            }
        }

        var now = TimeProvider.System.GetUtcNow();
        return new GarbageInput
        {
            Listing = listing,
            Manifests = manifests,
            Snapshots = snapshots,
            Expire = RetentionPolicy.KeepLast(_keep).Expired(manifests.Values.Select(manifest => new KeptBackup(manifest.Timestamp)), now),
            MinimumAge = TimeSpan.Zero, // no other process works here
            Now = now,
        };
    }
}
