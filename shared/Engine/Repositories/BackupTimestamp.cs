using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.Engine.Repositories;

/// <summary>The timestamp that names a backup: an instant in UTC to the second, written <c>2023-02-02t16-00-00</c>.</summary>
/// <remarks>Timestamps sort by their characters as by time.</remarks>
public static class BackupTimestamp
{
    private const string Format = "yyyy-MM-dd't'HH-mm-ss";

    /// <summary>The timestamp of an instant; fractions of a second are cut off.</summary>
    public static string From(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool IsValid([NotNullWhen(true)] string? text) => TryParse(text, out _);

    /// <summary>Reads a timestamp, strictly in the one form that <see cref="From"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);

    /// <summary>Reads a timestamp, strictly in the one form that <see cref="From"/> writes.</summary>
    /// <exception cref="FormatException">The text is not a timestamp.</exception>
    public static DateTimeOffset Parse(string text) => TryParse(text, out var instant)
        ? instant
        : throw new FormatException($"'{text}' is not the timestamp of a backup; timestamps look like 2023-02-02t16-00-00 (UTC).");
}
