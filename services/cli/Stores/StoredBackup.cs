using Holdfast.Engine.Manifests;

namespace Holdfast.Cli.Stores;

/// <summary>A backup as its manifest tells it.</summary>
/// <param name="Timestamp">Its name.</param>
/// <param name="Label">For people.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it was complete.</param>
/// <param name="Components">What it holds.</param>
/// <param name="Problem">Why its manifest cannot be read; null when it can.</param>
internal sealed record StoredBackup(
    string Timestamp, string? Label, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, IReadOnlyCollection<StoredBackup.Component> Components, string? Problem)
{
    public static StoredBackup Of(Manifest manifest) => new(
        manifest.Timestamp,
        manifest.Label,
        manifest.StartedAt,
        manifest.FinishedAt,
        [.. manifest.Components.Select(one => new Component($"{one.Component}", one.CapturedAt, one.Stats.LogicalBytes, one.Stats.StoredBytes, one.Stats.Files))],
        null);

    /// <summary>One component of it.</summary>
    internal sealed record Component(string Name, DateTimeOffset CapturedAt, long LogicalBytes, long StoredBytes, long Files);
}
