using Holdfast.State.Monitoring;

namespace Holdfast.Monitoring.Metrics;

/// <summary>What the state database says of a namespace at one moment.</summary>
internal sealed record StateSnapshot
{
    public required string Namespace { get; init; }

    /// <summary>The newest success; null when there is none.</summary>
    public EndedBackup? LastSuccess { get; init; }

    /// <summary>The newest backup that ended, well or badly; null when there is none.</summary>
    public EndedBackup? LastEnded { get; init; }

    public DateTimeOffset? Next { get; init; }

    public DateTimeOffset? ExpectedBy { get; init; }

    /// <summary>By what they stand for, such as <c>success</c>.</summary>
    public required IReadOnlyDictionary<string, long> Backups { get; init; }

    /// <summary>The components that every backup is to cover, at most <see cref="StateSnapshotReader.MostComponents"/>.</summary>
    public required IReadOnlyList<ComponentFacts> Components { get; init; }

    /// <summary>How many components are registered.</summary>
    public required long Registered { get; init; }

    public required IReadOnlyList<RunningOperation> Running { get; init; }

    /// <summary>The components of running operations, by the state of their present step.</summary>
    public required IReadOnlyDictionary<string, long> Steps { get; init; }

    /// <summary>Messages that wait in the outbox.</summary>
    public required long Outbox { get; init; }

    public required IReadOnlyList<OperationTotal> Ended { get; init; }

    /// <summary>The newest drill that succeeded; null when there is none.</summary>
    public EndedDrill? LastGoodDrill { get; init; }

    /// <summary>The newest drill that ended, well or badly, and not by a cancel; null when there is none.</summary>
    public EndedDrill? LastDrill { get; init; }

    public DateTimeOffset? DrillExpectedBy { get; init; }

    /// <summary>The newest verification that read all of a backup and found nothing wrong; null when there is none.</summary>
    public EndedVerification? LastGoodVerification { get; init; }

    /// <summary>The newest verification that read all of a backup; null when there is none.</summary>
    public EndedVerification? LastVerification { get; init; }

    public RetentionTotal? Retention { get; init; }
}
