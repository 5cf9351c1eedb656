namespace Holdfast.Engine.Retention;

/// <summary>Says which backups have had their time.</summary>
/// <remarks>
/// Only backups that succeeded are given to a policy, so failures push nothing out. Whatever the policy: pinned backups stay and are
/// not counted; so do backups whose timestamp lies in the future, as one made while the clock ran ahead would otherwise count as the
/// newest for years, and push every real one out.
/// </remarks>
public abstract class RetentionPolicy
{
    private protected RetentionPolicy()
    {
    }

    /// <summary>Keeps the newest <paramref name="count"/> backups.</summary>
    /// <param name="count">At least 1.</param>
    public static RetentionPolicy KeepLast(int count) => new KeepLast(count);

    /// <summary>The timestamps of the backups to remove, oldest first; never all.</summary>
    /// <param name="backups">Every backup of one namespace that exists.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<string> Expired(IEnumerable<KeptBackup> backups, DateTimeOffset now)
    {
        var present = Repositories.BackupTimestamp.From(now);
        var newestFirst = backups
            .Where(backup => !backup.IsPinned && string.CompareOrdinal(backup.Timestamp, present) <= 0)
            .Select(backup => backup.Timestamp)
            .OrderDescending(StringComparer.Ordinal);
        return [.. ExpiredOf([.. newestFirst]).Order(StringComparer.Ordinal)];
    }

    /// <summary>Which of these to remove; the newest is first in the list and stays.</summary>
    private protected abstract IEnumerable<string> ExpiredOf(IReadOnlyList<string> newestFirst);
}
