using Holdfast.Hosting.Backups;
using Holdfast.Monitoring.Expectations;
using Holdfast.State.Schedule;

namespace Holdfast.Monitoring.Tests;

public sealed class BackupExpectationTests
{
    private static readonly BackupOptions Nightly = new()
    {
        EnableRegularBackups = true,
        BackupFrequency = "0 0 3 * * *",
        Jitter = TimeSpan.FromMinutes(10),
        OverdueAfter = TimeSpan.FromHours(2),
    };

    [Fact]
    public void Nothing_is_expected_while_nothing_is_planned_or_enabled()
    {
        Assert.Null(BackupExpectation.ExpectedBy(null, Nightly, null));
        Assert.Null(BackupExpectation.ExpectedBy(Row("2026-11-26T12:00:00Z"), new BackupOptions(), At("2026-11-26T12:00:00Z")));
    }

    [Fact]
    public void The_first_is_expected_after_the_schedule_began_to_hold() =>
        Assert.Equal(At("2026-11-27T05:10:00Z"), By(Row("2026-11-26T12:00:00Z"), null));

    [Fact]
    public void A_success_moves_it_on_to_the_next_occurrence() =>
        Assert.Equal(At("2026-11-29T05:10:00Z"), By(Row("2026-11-20T12:00:00Z"), "2026-11-28T03:07:00Z"));

    /// <summary>However many occurrences have been requested, skipped or failed since.</summary>
    [Fact]
    public void Without_a_success_it_stays_where_it_is()
    {
        var row = Row("2026-11-20T12:00:00Z");
        var expected = By(row, "2026-11-25T03:05:00Z");

        (row.SettledUntil, row.DueAt) = (At("2026-12-01T03:00:00Z"), At("2026-12-02T03:00:00Z"));

        Assert.Equal(At("2026-11-26T05:10:00Z"), expected);
        Assert.Equal(expected, By(row, "2026-11-25T03:05:00Z"));
    }

    [Fact]
    public void A_success_from_before_the_schedule_changed_expects_nothing_of_the_past() =>
        Assert.Equal(At("2026-11-27T05:10:00Z"), By(Row("2026-11-26T12:00:00Z"), "2026-01-01T00:00:00Z"));

    [Fact]
    public void A_row_from_before_that_was_noted_counts_from_what_is_settled() =>
        Assert.Equal(At("2026-11-27T05:10:00Z"), By(new BackupSchedule { Namespace = "app", SettledUntil = At("2026-11-26T12:00:00Z") }, null));

    [Fact]
    public void A_drill_is_expected_after_the_last_good_one_or_since_drills_are_scheduled()
    {
        var row = new CheckSchedule { Namespace = "app", Kind = CheckKind.Drill, PlannedSince = At("2026-11-20T12:00:00Z"), DueAt = At("2026-12-06T04:00:00Z") };
        var weekly = new BackupOptions { DrillFrequency = "0 0 4 * * 0", Jitter = TimeSpan.FromMinutes(10), OverdueAfter = TimeSpan.FromHours(2) };

        Assert.Equal(At("2026-11-22T06:00:00Z"), BackupExpectation.DrillExpectedBy(row, weekly, null)?.UtcDateTime);
        Assert.Equal(At("2026-11-22T06:00:00Z"), BackupExpectation.DrillExpectedBy(row, weekly, At("2026-01-01T00:00:00Z"))?.UtcDateTime);
        Assert.Equal(At("2026-11-29T06:00:00Z"), BackupExpectation.DrillExpectedBy(row, weekly, At("2026-11-22T04:20:00Z"))?.UtcDateTime);
        Assert.Null(BackupExpectation.DrillExpectedBy(row, new BackupOptions(), null));
        Assert.Null(BackupExpectation.DrillExpectedBy(null, weekly, null));
    }

    private static DateTime? By(BackupSchedule row, string? lastSuccess) =>
        BackupExpectation.ExpectedBy(row, Nightly, lastSuccess is null ? null : At(lastSuccess))?.UtcDateTime;

    private static BackupSchedule Row(string since) =>
        new() { Namespace = "app", PlannedSince = At(since), SettledUntil = At(since), DueAt = At(since) };

    private static DateTime At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
}
