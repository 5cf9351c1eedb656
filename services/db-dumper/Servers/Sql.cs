namespace Holdfast.DbDumper.Servers;

/// <summary>Quotes names and values for statements that take no parameters.</summary>
internal static class Sql
{
    /// <summary>A name in double quotes.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A value in single quotes, safe whatever <c>standard_conforming_strings</c> is.</summary>
    public static string Text(string value)
    {
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\\', StringComparison.Ordinal) ? $"E{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}" : quoted;
    }
}
