using Holdfast.Hosting.Backups;
using Xunit;

namespace Holdfast.Hosting.Tests;

public class CronScheduleTests
{
    [Theory]
    [InlineData("0 0 0 * * *", "2023-02-02T16:00:00Z", "2023-02-03T00:00:00Z")]
    [InlineData("0 0 0 ? * ?", "2023-02-02T16:00:00Z", "2023-02-03T00:00:00Z")]
    [InlineData("15 30 2 * * MON", "2023-02-02T16:00:00Z", "2023-02-06T02:30:15Z")]
    [InlineData("@hourly", "2023-02-02T16:00:00Z", "2023-02-02T17:00:00Z")]
    [InlineData("@daily", "2023-02-02T16:00:00Z", "2023-02-03T00:00:00Z")]
    [InlineData("@midnight", "2023-02-02T16:00:00Z", "2023-02-03T00:00:00Z")]
    [InlineData("@weekly", "2023-02-02T16:00:00Z", "2023-02-05T00:00:00Z")]
    [InlineData("@monthly", "2023-02-02T16:00:00Z", "2023-03-01T00:00:00Z")]
    [InlineData("@every 1h", "2023-02-02T16:00:00Z", "2023-02-02T17:00:00Z")]
    [InlineData("@every 1h30m", "2023-02-02T16:10:00Z", "2023-02-02T16:30:00Z")]
    public void The_next_time_is_the_first_after_the_instant(string schedule, string after, string next) =>
        Assert.Equal(At(next), Parsed(schedule).Next(At(after), TimeZoneInfo.Utc));

    [Fact]
    public void A_time_that_summer_time_skips_comes_right_after_the_gap_and_only_once() =>
        Assert.Equal(
            ["2023-03-25T01:30:00Z", "2023-03-26T01:00:00Z", "2023-03-27T00:30:00Z"], // 02:30 in Berlin; at 01:00Z it becomes 03:00
            Times("0 30 2 * * *", "2023-03-24T12:00:00Z", 3));

    [Fact]
    public void A_time_that_occurs_twice_comes_once() =>
        Assert.Equal(
            ["2023-10-28T00:30:00Z", "2023-10-29T00:30:00Z", "2023-10-30T01:30:00Z"],
            Times("0 30 2 * * *", "2023-10-27T12:00:00Z", 3));

    [Theory]
    [InlineData("2023-03-25T20:00:00Z")]
    [InlineData("2023-10-28T20:00:00Z")]
    public void What_recurs_every_hour_does_so_through_both_changes(string start)
    {
        var times = Times("0 0 * * * *", start, 12).Select(At).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromHours(1), pair.Second - pair.First));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 0 * * *")]
    [InlineData("61 0 0 * * *")]
    [InlineData("@fortnightly")]
    [InlineData("@every 0s")]
    [InlineData("@every")]
    [InlineData("@every 1d")]
    public void What_is_no_schedule_is_refused(string text) => Assert.False(CronSchedule.TryParse(text, out _));

    private static CronSchedule Parsed(string text) => CronSchedule.TryParse(text, out var schedule) ? schedule : throw new ArgumentException(text);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Times(string schedule, string after, int count)
    {
        var (times, last) = (new List<string>(), At(after));
        for (var taken = 0; taken < count; taken++)
        {
            last = Parsed(schedule).Next(last, BackupOptions.Zone("Europe/Berlin"))!.Value;
            times.Add($"{last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        }

        return times;
    }
}
