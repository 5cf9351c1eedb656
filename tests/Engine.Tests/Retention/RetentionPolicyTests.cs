using CsCheck;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Xunit;

namespace Holdfast.Engine.Tests.Retention;

public class RetentionPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_backups_stay() =>
        Assert.Equal([Day(-4), Day(-3)], RetentionPolicy.KeepLast(2).Expired([Backup(-3), Backup(-1), Backup(-4), Backup(0)], Now));

    [Fact]
    public void Pinned_backups_stay_and_are_not_counted() =>
        Assert.Equal([Day(-3)], RetentionPolicy.KeepLast(1).Expired([Backup(-3), Backup(-4, pinned: true), Backup(-1), Backup(0, pinned: true)], Now));

    [Fact]
    public void A_backup_made_while_the_clock_ran_ahead_pushes_nothing_out() =>
        Assert.Equal([Day(-2)], RetentionPolicy.KeepLast(2).Expired([Backup(400), Backup(-2), Backup(-1), Backup(0)], Now));

    [Fact]
    public void Keeping_none_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RetentionPolicy.KeepLast(0));

    [Fact]
    public void Whatever_there_is_exactly_as_many_stay_as_should() =>
        Gen.Select(Gen.Int[-30, 3].HashSet[0, 30], Gen.Int[1, 10], Gen.UInt).Sample((days, count, pins) =>
        {
            var backups = days.Select(day => Backup(day, pinned: ((pins >> (day & 31)) & 1) != 0)).ToList();
            var expired = RetentionPolicy.KeepLast(count).Expired(backups, Now);
            var countable = backups.Where(backup => !backup.IsPinned && string.CompareOrdinal(backup.Timestamp, BackupTimestamp.From(Now)) <= 0)
                .Select(backup => backup.Timestamp).ToList();
            Assert.Equal(Math.Max(0, countable.Count - count), expired.Count);
            Assert.Empty(expired.Except(countable));
            var staying = countable.Except(expired).ToList();
            Assert.True(expired.Count == 0 || string.CompareOrdinal(expired.Max(StringComparer.Ordinal), staying.Min(StringComparer.Ordinal)) < 0);
        });

    private static KeptBackup Backup(int day, bool pinned = false) => new(Day(day), pinned);

    private static string Day(int day) => BackupTimestamp.From(Now.AddDays(day));
}
