using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.DbDumper.Restores;

/// <summary>The names of the databases that take part in one restore of one database.</summary>
/// <remarks>
/// Which of them exist tells how far the restore has come, so nothing else needs to be remembered:
/// <see cref="Building"/> is unfinished; <see cref="Prepared"/> is complete and checked; <see cref="Previous"/> is what was live before the swap;
/// <see cref="Absent"/> is an empty stand-in for a database that did not exist before the swap.
/// </remarks>
internal sealed partial record SideNames
{
    private const int LongestName = 63;

    private SideNames(string live, string restoreId)
    {
        Live = live;
        var stem = Shorten(live, LongestName - "__building_".Length - restoreId.Length);
        Building = $"{stem}__building_{restoreId}";
        Prepared = $"{stem}__holdfast_{restoreId}";
        Previous = $"{stem}__before_{restoreId}";
        Absent = $"{stem}__absent_{restoreId}";
    }

    /// <summary>The database's real name.</summary>
    public string Live { get; }

    public string Building { get; }

    public string Prepared { get; }

    public string Previous { get; }

    public string Absent { get; }

    /// <param name="live">The database's real name, at most 63 bytes of UTF-8.</param>
    /// <param name="restoreId">Names the restore: 1 to 36 letters, digits or dashes.</param>
    /// <exception cref="ArgumentException">One of them is out of range.</exception>
    public static SideNames For(string live, string restoreId)
    {
        if (live.Length == 0 || Encoding.UTF8.GetByteCount(live) > LongestName)
        {
            throw new ArgumentException($"A database name has 1 to {LongestName} bytes; '{live}' has {Encoding.UTF8.GetByteCount(live)}.", nameof(live));
        }

        return Id().IsMatch(restoreId)
            ? new SideNames(live, restoreId)
            : throw new ArgumentException($"A restore id has 1 to 36 letters, digits or dashes; '{restoreId}' is none.", nameof(restoreId));
    }

    // PostgreSQL would cut a long name silently; a hash keeps two long names with the same beginning apart.
    private static string Shorten(string name, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(name) <= bytes)
        {
            return name;
        }

        var mark = "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, 4);
        var kept = new StringBuilder();
        var room = bytes - mark.Length;
        foreach (var rune in name.EnumerateRunes().TakeWhile(rune => (room -= rune.Utf8SequenceLength) >= 0))
        {
            kept.Append(rune);
        }

        return kept + mark;
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,36}\z")]
    private static partial Regex Id();
}
