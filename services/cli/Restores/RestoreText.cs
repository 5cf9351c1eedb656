using Holdfast.Cli.Backups;
using Holdfast.Cli.Output;
using Holdfast.Client.Restores;

namespace Holdfast.Cli.Restores;

/// <summary>A restore for people.</summary>
internal static class RestoreText
{
    public static string Of(Restore restore)
    {
        List<string> lines = [$"{(restore.Drill == true ? "Drill" : "Restore")} of {restore.SourceNamespace}/{restore.Timestamp}{(restore.DryRun == true ? " (dry run)" : "")}: {restore.Status} ({restore.State})"];
        if (restore.Undoable is { } undoable)
        {
            var which = undoable.OperationId == restore.OperationId ? "It" : $"The restore of {undoable.SourceNamespace}/{undoable.Timestamp}";
            lines.Add($"{which} can be undone until {Quantity.Time(undoable.Until)}: holdfast undo");
        }

        return string.Join('\n', [.. lines, .. BackupText.Of(restore.Components), .. (restore.Findings ?? []).Select(Of)]);
    }

    public static string Of(DryRun looked)
    {
        List<string> lines =
        [
            $"{looked.Message} (backup {looked.SourceNamespace}/{looked.Timestamp})",
            $"Would be replaced: {string.Join(' ', looked.Plan)}",
        ];
        if (looked.LeftOut.Count > 0)
        {
            lines.Add($"Would stay as they are: {string.Join(' ', looked.LeftOut)}");
        }

        return string.Join('\n', [.. lines, .. looked.Findings.Select(Of)]);
    }

    private static string Of(Finding finding) => $"{(finding.Blocking ? "PROBLEM" : "note")} {finding.Component}: {finding.Text}";
}
