using Holdfast.Contracts.Components;
using Holdfast.State.Backups;
using Holdfast.State.Operations;

namespace Holdfast.Monitoring.Metrics;

/// <summary>A component and the newest successful backup that covers it.</summary>
/// <param name="Component">Which.</param>
/// <param name="EndedAt">When that backup ended; null when there is none.</param>
/// <param name="Snapshot">Its part in it.</param>
/// <param name="Duration">How long the worker took for it, without the wait in the queue; null where that is not known.</param>
internal sealed record ComponentFacts(ComponentId Component, DateTime? EndedAt, SnapshotRow? Snapshot, TimeSpan? Duration)
{
    public static ComponentFacts Of(BackupEntryComponent row, DateTime endedAt) => new(row.Component, endedAt, row.Snapshot, row.EndedAt - row.StartedAt);
}
