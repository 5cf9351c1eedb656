using Holdfast.Contracts.Components;
using Holdfast.State.Operations;

namespace Holdfast.Monitoring.Metrics;

/// <summary>A component and the newest successful backup that covers it.</summary>
/// <param name="Component">Which.</param>
/// <param name="EndedAt">When that backup ended; null when there is none.</param>
/// <param name="Snapshot">Its part in it.</param>
internal sealed record ComponentFacts(ComponentId Component, DateTime? EndedAt, SnapshotRow? Snapshot);
