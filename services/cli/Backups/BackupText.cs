using Holdfast.Cli.Output;
using Holdfast.Client.Backups;
using Holdfast.Client.Operations;

namespace Holdfast.Cli.Backups;

/// <summary>A backup for people.</summary>
internal static class BackupText
{
    private static readonly Table<ComponentProgress> Components = new(
        ("COMPONENT", component => component.Component),
        ("STATE", component => component.State),
        ("SIZE", component => Quantity.Bytes(component.Size?.LogicalBytes ?? component.TotalBytes)),
        ("ADDED", component => Quantity.Bytes(component.Size?.StoredBytes)),
        ("DONE", component => Quantity.Bytes(component.DoneBytes)),
        ("PROBLEM", component => component.Error));

    public static string Of(Backup backup)
    {
        List<string> lines = [$"Backup {backup.Timestamp}: {backup.Status}"];
        if (backup.Succeeded)
        {
            lines.Add($"{Quantity.Bytes(backup.LogicalBytes)}, of which {Quantity.Bytes(backup.StoredBytes)} were added to {backup.BackupUrl}, ended {Quantity.Time(backup.EndedAt)}");
        }

        if (backup.Suspicion is { } suspicion)
        {
            lines.Add($"Suspicious: {suspicion}");
        }

        if (backup.LastFailure is { } failure)
        {
            lines.Add($"A later one, {failure.Timestamp}, failed: {failure.Status}");
        }

        return string.Join('\n', [.. lines, .. Of(backup.Components)]);
    }

    /// <summary>A table, in one piece; nothing when there is nothing to show.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ComponentProgress>? components) => components is { Count: > 0 } ? [Components.Text(components)] : [];
}
