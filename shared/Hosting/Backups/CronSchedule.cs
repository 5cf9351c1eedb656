using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace Holdfast.Hosting.Backups;

/// <summary>When something recurs, written as operators know it: six-field cron with seconds and <c>?</c>, <c>@daily</c> and the like, or <c>@every 1h30m</c>.</summary>
public sealed partial class CronSchedule
{
    /// <summary>Completes the sentence "… is not".</summary>
    public const string Expected = "a cron expression of six fields such as '0 0 0 * * *', nor '@daily' or the like, nor '@every 1h30m'";

    private const string Every = "@every ";

    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private CronSchedule(CronExpression? cron, TimeSpan interval) => (_cron, _interval) = (cron, interval);

    /// <summary>Reads a schedule.</summary>
    /// <returns>False when it is none, or has no next time ever.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CronSchedule? schedule)
    {
        schedule = null;
        if (text is null)
        {
            return false;
        }

        if (text.StartsWith(Every, StringComparison.OrdinalIgnoreCase))
        {
            if (Interval(text[Every.Length..].Trim()) is { } interval)
            {
                schedule = new CronSchedule(null, interval);
            }
        }
        else if (CronExpression.TryParse(text, CronFormat.IncludeSeconds, out var cron))
        {
            schedule = new CronSchedule(cron, default);
        }

        return schedule is not null;
    }

    /// <summary>The first time after an instant; null when there is none.</summary>
    /// <remarks>
    /// In a zone with summer time a time that is skipped comes right after the gap, and one that occurs twice comes once. What recurs
    /// after an interval counts from the epoch, so that a restart moves nothing.
    /// </remarks>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone) => _cron is not null
        ? _cron.GetNextOccurrence(after, zone)
        : DateTimeOffset.UnixEpoch + (_interval * (Math.Floor((after - DateTimeOffset.UnixEpoch) / _interval) + 1));

    /// <summary>At least a second; null when it is none.</summary>
    private static TimeSpan? Interval(string text)
    {
        if (text.Length == 0 || IntervalPattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var total = TimeSpan.Zero;
        foreach (var (name, unit) in new[] { ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)) })
        {
            total += match.Groups[name] is { Success: true } digits ? unit * int.Parse(digits.Value, CultureInfo.InvariantCulture) : TimeSpan.Zero;
        }

        return total >= TimeSpan.FromSeconds(1) ? total : null;
    }

    [GeneratedRegex(@"\A((?<h>\d{1,6})h)?((?<m>\d{1,6})m)?((?<s>\d{1,6})s)?\z")]
    private static partial Regex IntervalPattern();
}
