using System.Globalization;

namespace Holdfast.Cli.Output;

/// <summary>Amounts and times as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Such as <c>1.2 GB</c>, of thousands; empty when it is not known.</summary>
    public static string Bytes(long? bytes)
    {
        if (bytes is not { } amount)
        {
            return "";
        }

        var (value, unit) = ((double)amount, 0);
        for (; value >= 999.5 && unit < Units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 || value >= 99.5 ? Math.Round(value) : Math.Round(value, 1))} {Units[unit]}");
    }

    /// <summary>Local time with its distance from UTC, in which timestamps of backups are.</summary>
    public static string Time(DateTimeOffset? instant) =>
        instant?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture) ?? "";

    public static string Duration(DateTimeOffset? start, DateTimeOffset? end) => (end - start) switch
    {
        null => "",
        { TotalHours: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h{time.Minutes:00}m"),
        { TotalMinutes: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m{time.Seconds:00}s"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s"),
    };
}
