using CsCheck;
using Xunit;

namespace Holdfast.Contracts.Tests;

public class BackupTimestampTests
{
    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void Text_is_the_utc_second() =>
        Assert.Equal("2023-02-02t16-00-00", BackupTimestamp.From(new DateTimeOffset(2023, 2, 2, 18, 0, 0, 999, TimeSpan.FromHours(2))).ToString());

    [Fact]
    public void Text_and_value_are_the_same_thing() =>
        Instants.Select(BackupTimestamp.From).Sample(timestamp => BackupTimestamp.Parse(timestamp.ToString()) == timestamp);

    [Fact]
    public void Text_order_is_time_order() =>
        Gen.Select(Instants, Instants).Sample((a, b) =>
        {
            var (left, right) = (BackupTimestamp.From(a), BackupTimestamp.From(b));
            return Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString())) == Math.Sign(left.CompareTo(right));
        });

    [Fact]
    public void No_two_backups_share_a_timestamp_whatever_the_clock_does() =>
        Instants.Array[1, 30].Sample(clock =>
        {
            BackupTimestamp? newest = null;
            foreach (var now in clock)
            {
                var next = BackupTimestamp.NextUnused(now, newest);
                Assert.True(newest is null || next > newest);
                newest = next;
            }
        });

    [Fact]
    public void The_clock_is_followed_when_it_moves_on() =>
        Assert.Equal("2023-02-02t16-00-05", BackupTimestamp.NextUnused(
            new DateTimeOffset(2023, 2, 2, 16, 0, 5, TimeSpan.Zero), BackupTimestamp.Parse("2023-02-02t16-00-04")).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2023-02-02T16-00-00")]
    [InlineData("2023-02-30t16-00-00")]
    [InlineData("2023-02-02t24-00-00")]
    [InlineData("2023-02-02t16-00-00 ")]
    [InlineData("2023-02-02t16-00-00Z")]
    [InlineData("../2023-02-02t16-00-00")]
    [InlineData("latest")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => BackupTimestamp.Parse(text));
}
