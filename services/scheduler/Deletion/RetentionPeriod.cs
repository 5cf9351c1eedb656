using System.Globalization;

namespace Holdfast.Scheduler.Deletion;

/// <summary>A span of the calendar in UTC of which one backup may be kept.</summary>
/// <param name="Name">As it stands in reasons.</param>
/// <param name="Of">Names the span that an instant lies in.</param>
internal sealed record RetentionPeriod(string Name, Func<DateTime, string> Of)
{
    public static RetentionPeriod Day { get; } = new("day", instant => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>From Monday, as ISO 8601 counts them.</summary>
    public static RetentionPeriod Week { get; } = new("week", instant => $"{ISOWeek.GetYear(instant)}-W{ISOWeek.GetWeekOfYear(instant)}");

    public static RetentionPeriod Month { get; } = new("month", instant => instant.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public static RetentionPeriod Year { get; } = new("year", instant => instant.ToString("yyyy", CultureInfo.InvariantCulture));
}
