using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.Contracts;

/// <summary>The name of a backup: the UTC second it was requested in, such as <c>2023-02-02t16-00-00</c>.</summary>
/// <remarks>Text order is time order. Messages carry the text; this type is for whoever reads or makes one.</remarks>
public sealed record BackupTimestamp : IComparable<BackupTimestamp>
{
    private const string Format = "yyyy-MM-dd't'HH-mm-ss";

    private BackupTimestamp(DateTimeOffset instant) => Instant = instant;

    /// <summary>The instant in UTC, whole seconds.</summary>
    public DateTimeOffset Instant { get; }

    /// <summary>The timestamp of an instant; fractions of a second are cut off.</summary>
    public static BackupTimestamp From(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        return new BackupTimestamp(new DateTimeOffset(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond))));
    }

    /// <summary>A timestamp for a new backup: now, or the second after the newest one ever given out if now is not after it.</summary>
    /// <remarks>So two backups in one second, or a clock that jumped back, never share a timestamp, and order stays creation order.</remarks>
    /// <param name="now">The clock's time.</param>
    /// <param name="newest">The newest timestamp given out in the namespace, also for backups that failed or were deleted.</param>
    public static BackupTimestamp NextUnused(DateTimeOffset now, BackupTimestamp? newest)
    {
        var candidate = From(now);
        return newest is null || candidate.CompareTo(newest) > 0 ? candidate : new BackupTimestamp(newest.Instant.AddSeconds(1));
    }

    /// <summary>Reads the text form exactly; nothing else, no other case or offset, is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BackupTimestamp? timestamp)
    {
        timestamp = DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && string.Equals(instant.ToString(Format, CultureInfo.InvariantCulture), text, StringComparison.Ordinal)
            ? new BackupTimestamp(instant)
            : null;
        return timestamp is not null;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is not a timestamp.</exception>
    public static BackupTimestamp Parse(string text) =>
        TryParse(text, out var timestamp)
            ? timestamp
            : throw new FormatException($"'{text}' is not a timestamp such as 2023-02-02t16-00-00.");

    public int CompareTo(BackupTimestamp? other) => other is null ? 1 : Instant.CompareTo(other.Instant);

    public override string ToString() => Instant.ToString(Format, CultureInfo.InvariantCulture);

    public static bool operator <(BackupTimestamp left, BackupTimestamp right) => left.CompareTo(right) < 0;

    public static bool operator >(BackupTimestamp left, BackupTimestamp right) => left.CompareTo(right) > 0;

    public static bool operator <=(BackupTimestamp left, BackupTimestamp right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BackupTimestamp left, BackupTimestamp right) => left.CompareTo(right) >= 0;
}
