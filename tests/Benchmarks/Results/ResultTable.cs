using System.Globalization;
using System.Text;

namespace Holdfast.Benchmarks.Results;

/// <summary>Results for the eye: a table of aligned columns that is valid Markdown at the same time.</summary>
internal static class ResultTable
{
    private static readonly string[] Heads =
        ["step", "tool", "seconds", "", "CPU s", "", "peak MB", "", "stored MB", "", "objects", "", "changed MB", "live MB"];

    /// <summary>The table; each ratio is Holdfast's figure divided by this tool's, and stands right of the figure.</summary>
    public static string Of(IReadOnlyList<Result> results, string reference)
    {
        List<string[]> rows = [Heads, .. results.Select(result => Row(result, results.FirstOrDefault(one => one.Step == result.Step && one.Tool == reference)))];
        int[] shown = [.. Enumerable.Range(0, Heads.Length).Where(column => rows.Skip(1).Any(row => row[column].Length > 0))];
        var widths = shown.ToDictionary(column => column, column => Math.Max(3, rows.Max(row => row[column].Length)));
        var text = new StringBuilder();
        for (var index = 0; index < rows.Count; index++)
        {
            text.Append('|');
            foreach (var column in shown)
            {
                var cell = index > 1 && column == 0 && rows[index][0] == rows[index - 1][0] ? "" : rows[index][column];
                text.Append(' ').Append(column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])).Append(" |");
            }

            text.AppendLine();
            if (index == 0)
            {
                text.Append('|').AppendJoin('|', shown.Select(column => new string('-', widths[column] + 1) + (column < 2 ? "-" : ":"))).AppendLine("|");
            }
        }

        return text.ToString();
    }

    private static string[] Row(Result result, Result? ours)
    {
        var compared = ours is null || ours == result ? null : ours;
        return
        [
            result.Step, result.Tool,
            Text(result.Seconds, 2), Ratio(compared?.Seconds, result.Seconds),
            Text(result.CpuSeconds, 2), Ratio(compared?.CpuSeconds, result.CpuSeconds),
            Text(result.PeakBytes / 1e6, 0), Ratio(compared?.PeakBytes, result.PeakBytes),
            Text(result.StoredBytes / 1e6, 2), Ratio(compared?.StoredBytes, result.StoredBytes),
            Text(result.Objects, 0), Ratio(compared?.Objects, result.Objects),
            Text(result.ChangedBytes / 1e6, 2), Text(result.LiveBytes / 1e6, 2),
        ];
    }

    private static string Text(double? value, int digits) => value?.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) ?? "";

    private static string Ratio(double? ours, double? theirs) =>
        ours is { } mine && theirs is { } other and > 0 ? string.Create(CultureInfo.InvariantCulture, $"×{mine / other:0.00}") : "";
}
