using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Packs;

/// <summary>Where one run writes.</summary>
/// <param name="Repository">The repository, opened with the key for new data.</param>
/// <param name="Timestamp">The backup's timestamp.</param>
/// <param name="Component">What is backed up.</param>
/// <param name="RunId">Id of this attempt; see <see cref="Repositories.RunId"/>.</param>
/// <param name="StagingFolder">An existing folder of this run's own on the local disk.</param>
public sealed record RunTarget(Repository Repository, string Timestamp, ComponentName Component, string RunId, string StagingFolder)
{
    /// <summary>What the keys of this run's objects start with.</summary>
    public string KeyPrefix => ObjectKeys.RunPrefix(Timestamp, Component, RunId);
}
