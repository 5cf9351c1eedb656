using System.Text.Json;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Backup;

/// <summary>What a run is to do.</summary>
public sealed record BackupRequest
{
    /// <summary>Where the run writes.</summary>
    public required RunTarget Target { get; init; }

    /// <summary>Reads what earlier runs stored.</summary>
    public required IObjectSource Source { get; init; }

    /// <summary>Stores what this run writes.</summary>
    public required IObjectSink Sink { get; init; }

    /// <summary>The room in the target's staging folder; unbounded by default, and a full disk then fails the run.</summary>
    public IStagingSpace Space { get; init; } = UnboundedSpace.Instance;

    /// <summary>Key of the newest good snapshot of the component; null for the first backup.</summary>
    public string? ParentSnapshot { get; init; }

    /// <summary>The objects of earlier runs of this backup at this component that died, as listed; nearest run first.</summary>
    public IReadOnlyList<IReadOnlyList<ObjectInfo>> InterruptedRuns { get; init; } = [];

    /// <summary>Keys of packs that are quarantined or missing: what lies in them is stored anew.</summary>
    public IReadOnlySet<string> DamagedPacks { get; init; } = new HashSet<string>();

    /// <summary>Facts about the source, kept with the snapshot.</summary>
    public JsonElement? SourceFacts { get; init; }

    public BackupOptions Options { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Counts up while the run goes on.</summary>
    public BackupCounters Counters { get; init; } = new();
}
