namespace Holdfast.Engine.Retention;

/// <summary>Keeps the newest backups, as many as <paramref name="count"/>.</summary>
internal sealed class KeepLast(int count) : RetentionPolicy
{
    private readonly int _count = count >= 1
        ? count
        : throw new ArgumentOutOfRangeException(nameof(count), count, "At least one backup must be kept.");

    private protected override IEnumerable<string> ExpiredOf(IReadOnlyList<string> newestFirst) => newestFirst.Skip(_count);
}
