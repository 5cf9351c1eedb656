using CsCheck;
using Holdfast.Contracts;
using Holdfast.Contracts.Retention;
using Holdfast.Scheduler.Deletion;
using Holdfast.State.Backups;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class RetentionRuleTests
{
    private static readonly HashSet<string> Nothing = [];

    /// <summary>Instants on a coarse grid over three years, so that periods are shared and skipped alike.</summary>
    private static readonly Gen<RetentionCandidate[]> Entries =
        Gen.Select(Gen.Int[0, 3 * 365 * 4], Gen.Enum<BackupStatus>(), Gen.Int[0, 9], Gen.Int[0, 9]).List[0, 60].Select(rows => rows
            .DistinctBy(row => row.Item1)
            .Select(row => new RetentionCandidate(Timestamp(row.Item1), row.Item4 < 6 ? BackupStatus.Success : row.Item2, row.Item3 == 0, row.Item3 == 1))
            .ToArray());

    private static readonly Gen<RetentionRule> Rules =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 8], Gen.Int[0, 6], Gen.Int[0, 14], Gen.Int[0, 3]).Select(row => new RetentionRule(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5));

    [Fact]
    public void Two_daily_backups_over_forty_days_leave_the_newest_of_each_period()
    {
        var entries = Enumerable.Range(0, 80).Select(half => Entry(new DateTime(2023, 1, 1, 6, 0, 0, DateTimeKind.Utc).AddHours(12 * half))).ToArray(); // to February 9th

        var kept = Kept(Retention.Decide(entries, new RetentionRule(Newest: 1, Daily: 3, Weekly: 2, Monthly: 2, Yearly: 5), Nothing));

        Assert.Equal(
            [
                "2023-01-31t18-00-00 it is the newest of its month (number 2 of 2 to keep)",
                "2023-02-05t18-00-00 it is the newest of its week (number 2 of 2 to keep)",
                "2023-02-07t18-00-00 it is the newest of its day (number 3 of 3 to keep)",
                "2023-02-08t18-00-00 it is the newest of its day (number 2 of 3 to keep)",
                "2023-02-09t18-00-00 it is the newest",
            ],
            kept.Select(decision => $"{decision.Timestamp} {decision.Reason}"));
    }

    [Fact]
    public void Days_without_a_backup_do_not_count_and_a_week_may_begin_in_the_year_before()
    {
        RetentionCandidate[] entries =
        [
            Entry(new(2022, 12, 26, 0, 0, 0, DateTimeKind.Utc)), // a Monday
            Entry(new(2023, 1, 1, 23, 59, 59, DateTimeKind.Utc)), // the Sunday of that week
            Entry(new(2023, 1, 2, 0, 0, 0, DateTimeKind.Utc)),
            Entry(new(2023, 6, 1, 0, 0, 0, DateTimeKind.Utc)),
        ];

        Assert.Equal(
            ["2023-01-01t23-59-59", "2023-01-02t00-00-00", "2023-06-01t00-00-00"],
            Kept(Retention.Decide(entries, new RetentionRule(1, Weekly: 3), Nothing)).Select(decision => decision.Timestamp));
        Assert.Equal(4, Kept(Retention.Decide(entries, new RetentionRule(1, Daily: 4), Nothing)).Count);
    }

    [Fact]
    public void What_does_not_tell_its_age_stays_and_what_expires_says_for_what_it_is_not_needed()
    {
        RetentionCandidate[] entries = [new("2023-02-30t00-00-00", BackupStatus.Success, false), Entry(new(2023, 3, 1, 0, 0, 0, DateTimeKind.Utc)), Entry(new(2023, 3, 1, 1, 0, 0, DateTimeKind.Utc))];

        Assert.Equal(
            [
                "its timestamp does not tell its age: it stays and does not count",
                "1 newer ones succeeded, and 1 are to be kept, and no day or year needs it",
                "it is the newest",
            ],
            Retention.Decide(entries, new RetentionRule(1, Daily: 7, Yearly: 1), Nothing).Select(decision => decision.Reason));
    }

    [Fact]
    public void Only_successes_go_and_never_the_newest_or_one_that_is_pinned_elsewhere_or_in_use() =>
        Gen.Select(Entries, Rules, Gen.Int[0, 3]).Sample((entries, rule, every) =>
        {
            var used = entries.Where((_, index) => every > 0 && index % every == 0).Select(entry => entry.Timestamp).ToHashSet();
            var gone = Retention.Decide(entries, rule, used).Where(decision => decision.Expires).Select(decision => decision.Timestamp).ToHashSet();
            var counted = entries.Where(entry => entry is { Status: BackupStatus.Success, Pinned: false, Elsewhere: false }).ToList();
            var newest = counted.MaxBy(entry => entry.Timestamp, StringComparer.Ordinal)?.Timestamp;
            return entries.Where(entry => gone.Contains(entry.Timestamp)).All(entry => entry.Status == BackupStatus.Deleting
                || (counted.Contains(entry) && entry.Timestamp != newest && !used.Contains(entry.Timestamp)));
        });

    [Fact]
    public void What_is_kept_is_the_newest_of_each_wanted_period_and_no_more() =>
        Gen.Select(Entries, Rules).Sample((entries, rule) =>
        {
            var counted = entries.Where(entry => entry is { Status: BackupStatus.Success, Pinned: false, Elsewhere: false })
                .Select(entry => entry.Timestamp).OrderDescending(StringComparer.Ordinal).ToList();
            var wanted = counted.Take(Math.Max(1, rule.Newest)).ToHashSet();
            foreach (var (period, count) in rule.Periods)
            {
                wanted.UnionWith(counted.GroupBy(timestamp => period.Of(BackupTimestamp.Parse(timestamp).Instant.UtcDateTime)).Take(count).Select(group => group.First()));
            }

            var stay = Kept(Retention.Decide(entries, rule, Nothing)).Select(decision => decision.Timestamp).Where(counted.Contains);
            return wanted.SetEquals(stay);
        });

    [Fact]
    public void A_rule_that_keeps_more_never_deletes_what_one_that_keeps_less_does_not() =>
        Gen.Select(Entries, Rules, Rules).Sample((entries, rule, more) =>
        {
            var larger = new RetentionRule(
                rule.Newest + more.Newest, rule.Daily + more.Daily, rule.Weekly + more.Weekly, rule.Monthly + more.Monthly, rule.Yearly + more.Yearly);
            var kept = Kept(Retention.Decide(entries, rule, Nothing)).Select(decision => decision.Timestamp);
            return kept.ToHashSet().IsSubsetOf(Kept(Retention.Decide(entries, larger, Nothing)).Select(decision => decision.Timestamp));
        });

    private static List<PlannedBackup> Kept(IEnumerable<PlannedBackup> decisions) => [.. decisions.Where(decision => !decision.Expires)];

    private static RetentionCandidate Entry(DateTime instant) => new(BackupTimestamp.From(instant).ToString(), BackupStatus.Success, false);

    private static string Timestamp(int quarter) => BackupTimestamp.From(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(6 * quarter)).ToString();
}
