namespace Holdfast.Cli.Output;

/// <summary>Columns as wide as what stands in them.</summary>
/// <param name="columns">Heading, and the text of a row.</param>
internal sealed class Table<T>(params IReadOnlyList<(string Heading, Func<T, string?> Text)> columns)
{
    private const string Gap = "  ";

    public string Text(IEnumerable<T> rows)
    {
        var cells = rows.Select(row => columns.Select(column => OneLine(column.Text(row))).ToArray()).Prepend([.. columns.Select(column => column.Heading)]).ToList();
        var widths = columns.Select((_, column) => cells.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', cells.Select(row => string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>What comes from elsewhere must not move the cursor.</summary>
    private static string OneLine(string? text) => string.Concat((text ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter));
}
