using Holdfast.Engine.Retention;

namespace Holdfast.ObjectStores.Sweeps;

/// <summary>What a sweep is to remove, and what it must know so as to remove nothing else.</summary>
public sealed record SweepRequest
{
    /// <summary>Timestamps of the backups to remove; none to clear away leftovers only. One that is not there counts as removed.</summary>
    public IReadOnlyCollection<string> Expire { get; init; } = [];

    /// <summary>Whether the last backup may be among them: only where a person asked for just that.</summary>
    public bool MayRemoveLast { get; init; }

    /// <summary>Timestamps of the backups that must stay.</summary>
    public IReadOnlyCollection<string> Pinned { get; init; } = [];

    /// <summary>The operations that run in this namespace: nothing that they write or read is touched.</summary>
    public IReadOnlyCollection<ActiveOperation> Active { get; init; } = [];

    /// <summary>Nothing under this timestamp or a later one is removed; null for no such limit.</summary>
    public string? Before { get; init; }

    /// <summary>Objects that no manifest reaches stay until they are this old. One day by default.</summary>
    public TimeSpan MinimumAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Backups that are known to exist, from elsewhere than the store.</summary>
    public IReadOnlyCollection<string> KnownBackups { get; init; } = [];

    /// <summary><see cref="GarbagePlan.RemainingCount"/> of the last sweep; null when there was none.</summary>
    public int? LastCount { get; init; }
}
