using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Quarantine;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Verification;
using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.State.Verifications;
using Holdfast.StoreOpening;
using Holdfast.Uploader.Backups;
using Holdfast.Uploader.Stores;

namespace Holdfast.Uploader.Verifications;

/// <summary>Verifies a stored backup: with what its encryption leaves to see, since the uploader has no key.</summary>
/// <remarks>
/// Without encryption everything is decoded and compared with the catalog, as by <c>holdfast store verify</c>. With it every pack must have the bytes that were
/// stored, which had been decoded and compared before they were. What is found damaged is looked at once more before it counts, then put into quarantine.
/// </remarks>
internal sealed class BackupVerification(OpenStores stores, StagingArea staging, TimeProvider clock)
{
    private const int SnapshotMaxLength = 1 << 30;

    /// <summary>Packs at a time: what backups and restores ask for meanwhile must not wait long.</summary>
    private const int AtOnce = 2;

    /// <exception cref="ObjectStoreException">The store does not answer.</exception>
    /// <exception cref="RepositoryRefusedException">This program cannot read the repository.</exception>
    public async Task<VerificationOutcome> RunAsync(Verification asked, VerificationProgress progress, CancellationToken cancellationToken)
    {
        var (name, timestamp) = (asked.Namespace, asked.Timestamp);
        var configured = await stores.OfBackupAsync(asked.Id, name, timestamp, cancellationToken);
        var store = new NamespaceStore(configured.Objects, name);
        var description = await StoredManifests.DescribeAsync(store, cancellationToken);
        if (await StoredManifests.FindAsync(store, description.Id, timestamp, cancellationToken) is not { } manifest)
        {
            return VerificationOutcome.Failed($"there is no backup {timestamp} in {store.Location}");
        }

        var folder = staging.FetchedFolder(name, asked.Id);
        try
        {
            var source = SourceOf(configured, store, name, folder);
            progress.Expect(await LengthAsync(store, manifest, cancellationToken));
            var repository = description.IsSealed ? null : Repository.Open(description, [], secret: null);
            var share = asked.Depth == VerificationDepth.Full ? 1 : 0;
            var options = new VerifyOptions { ReadDataShare = share, Parallel = AtOnce, PackDone = progress.Add };
            var found = await VerifyAsync(options, _ => true);
            if (found.Count > 0)
            {
                var suspects = found.Select(one => one.Problem.Key).ToHashSet();
                found = await VerifyAsync(new VerifyOptions { ReadDataShare = share, Parallel = AtOnce, Wanted = suspects.Contains }, component => found.Any(one => one.Component == component));
                if (await StoredManifests.FindAsync(store, description.Id, timestamp, cancellationToken) is null)
                {
                    return VerificationOutcome.Failed($"the backup {timestamp} was deleted while it was verified");
                }
            }

            return VerificationOutcome.Found(await QuarantineAsync(store, found, cancellationToken));

            async Task<List<(ComponentName Component, VerifyProblem Problem)>> VerifyAsync(VerifyOptions how, Func<ComponentName, bool> which)
            {
                var all = new List<(ComponentName, VerifyProblem)>();
                foreach (var component in manifest.Components.Where(component => which(component.Component)))
                {
                    var report = await ComponentVerification.RunAsync(source, description, repository, component, how, cancellationToken);
                    all.AddRange(report.Problems.Select(problem => (component.Component, problem)));
                }

                return all;
            }
        }
        finally
        {
            Remove(Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>A directory is read where it lies, within the store's limits and without a copy in staging.</summary>
    private static IObjectSource SourceOf(ConfiguredStore configured, NamespaceStore store, string name, string folder)
    {
        if (configured.Directory is not null)
        {
            return new InPlaceSource(store);
        }

        Directory.CreateDirectory(folder);
        return new NamespaceSource(configured.Objects, name, folder, new FetchOptions());
    }

    /// <summary>Bytes of all packs. A snapshot that cannot be read is told of later.</summary>
    private static async Task<long> LengthAsync(NamespaceStore store, Manifest manifest, CancellationToken cancellationToken)
    {
        var length = 0L;
        foreach (var component in manifest.Components)
        {
            try
            {
                var json = await store.GetAsync(component.Snapshot, SnapshotMaxLength, cancellationToken);
                length += Snapshot.Parse(json, component.Snapshot).Packs.Sum(pack => pack.Size);
            }
            catch (Exception damage) when (damage is ObjectNotFoundException or RepositoryRefusedException)
            {
                // a problem of that component
            }
        }

        return length;
    }

    /// <summary>Marks damaged packs, so that nothing new refers to them and the next backup stores their content anew.</summary>
    private async Task<IReadOnlyList<string>> QuarantineAsync(
        NamespaceStore store, List<(ComponentName Component, VerifyProblem Problem)> found, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var (component, problem) in found)
        {
            var text = $"{component}: {problem.Key}: {problem.What}";
            texts.Add(ObjectKeys.TryParse(problem.Key, out var key) && key.IsPack ? text + await MarkAsync(store, problem, cancellationToken) : text);
        }

        return texts;
    }

    private async Task<string> MarkAsync(NamespaceStore store, VerifyProblem problem, CancellationToken cancellationToken)
    {
        var mark = new QuarantineMark { Pack = problem.Key, Reason = problem.What, FoundAt = clock.GetUtcNow() };
        try
        {
            await store.PutIfAbsentAsync(mark.ObjectKey, mark.ToJson(), cancellationToken);
        }
        catch (ObjectExistsException)
        {
            // found damaged before
        }
        catch (ObjectStoreException failure)
        {
            return $" (it could not be marked, so backups go on referring to it: {failure.Message})";
        }

        return " (the next backup stores its content anew, where that is still there)";
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // there was none, or the sweep of leftovers removes it
        }
    }
}
