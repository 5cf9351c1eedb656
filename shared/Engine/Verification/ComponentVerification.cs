using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Verification;

/// <summary>Verifies one component of a backup, from its manifest on.</summary>
public static class ComponentVerification
{
    /// <summary>Verifies as much as can be read.</summary>
    /// <param name="source">Leads to the objects.</param>
    /// <param name="description">Of the repository.</param>
    /// <param name="repository">The same, opened; null where its key is not known.</param>
    /// <param name="component">As the manifest names it.</param>
    /// <param name="options">How thoroughly.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RepositoryRefusedException">This program cannot read it; damage is no exception, but a problem.</exception>
    public static async Task<VerifyReport> RunAsync(
        IObjectSource source, RepositoryDescription description, Repository? repository, ManifestComponent component, VerifyOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (repository is not null)
            {
                var opened = await SnapshotReader.OpenAsync(source, repository, component, cancellationToken);
                return await SnapshotVerification.RunAsync(source, repository, opened, options, cancellationToken);
            }

            var snapshot = Snapshot.Parse(await SnapshotReader.ReadAsync(source, component, cancellationToken), component.Snapshot);
            return snapshot.Key == component.Snapshot && snapshot.RepositoryId == description.Id
                ? await UnopenedVerification.RunAsync(source, snapshot, options, cancellationToken)
                : Broken(component, $"it is the snapshot '{snapshot.Key}' of repository {snapshot.RepositoryId}");
        }
        catch (Exception damage) when (damage is RepositoryRefusedException { Reason: RefusalReason.Damaged or RefusalReason.ForeignRepository } or ObjectNotFoundException)
        {
            return Broken(component, damage.Message);
        }
    }

    private static VerifyReport Broken(ManifestComponent component, string what) => new([new VerifyProblem(component.Snapshot, what)], 0, 0, 0, 0);
}
