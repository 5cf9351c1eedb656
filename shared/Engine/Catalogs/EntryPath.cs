using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Holdfast.Engine.Catalogs;

/// <summary>
/// A path inside a volume: name bytes joined by <c>/</c>, without a leading or trailing one. The empty path is the volume's root.
/// </summary>
/// <remarks>
/// Names are bytes, as the kernel sees them, and need not be UTF-8. Order is that of a depth-first walk with siblings sorted by their
/// bytes: <c>/</c> sorts below every other byte, so a directory stands directly before what it holds.
/// </remarks>
public readonly struct EntryPath : IComparable<EntryPath>, IEquatable<EntryPath>
{
    private readonly byte[]? _bytes;

    /// <summary>Wraps <paramref name="bytes"/>, which must not be changed afterwards.</summary>
    public EntryPath(byte[] bytes) => _bytes = bytes;

    /// <summary>The volume's root.</summary>
    public static EntryPath Root => default;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool IsRoot => _bytes is not { Length: > 0 };

    /// <summary>The last name; empty for the root.</summary>
    public ReadOnlySpan<byte> Name => Bytes[(Bytes.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The directory that holds this entry; empty when that is the root.</summary>
    public ReadOnlySpan<byte> Parent => Bytes[..Math.Max(0, Bytes.LastIndexOf((byte)'/'))];

    public bool IsUtf8 => Utf8.IsValid(Bytes);

    /// <summary>Whether each name is non-empty, neither <c>.</c> nor <c>..</c>, at most 255 bytes and free of NUL.</summary>
    public bool IsSafe
    {
        get
        {
            if (IsRoot)
            {
                return true;
            }

            foreach (var part in Bytes.Split((byte)'/'))
            {
                var name = Bytes[part];
                if (name.IsEmpty || name.Length > 255 || name.Contains((byte)0) || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                {
                    return false;
                }
            }

            return true;
        }
    }

    public static EntryPath FromText(string path) => new(Encoding.UTF8.GetBytes(path));

    /// <summary>The path of <paramref name="name"/> inside this directory.</summary>
    public EntryPath Child(ReadOnlySpan<byte> name)
    {
        if (IsRoot)
        {
            return new EntryPath(name.ToArray());
        }

        var bytes = new byte[Bytes.Length + 1 + name.Length];
        Bytes.CopyTo(bytes);
        bytes[Bytes.Length] = (byte)'/';
        name.CopyTo(bytes.AsSpan(Bytes.Length + 1));
        return new EntryPath(bytes);
    }

    public int CompareTo(EntryPath other)
    {
        var a = Bytes;
        var b = other.Bytes;
        var common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        return Rank(a[common]).CompareTo(Rank(b[common]));
    }

    public bool Equals(EntryPath other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is EntryPath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>For people: the path as text where it is UTF-8, else with a mark and Base64.</summary>
    public override string ToString() => IsUtf8 ? Encoding.UTF8.GetString(Bytes) : $"(not UTF-8) {Base64Url.EncodeToString(Bytes)}";

    public static bool operator ==(EntryPath left, EntryPath right) => left.Equals(right);

    public static bool operator !=(EntryPath left, EntryPath right) => !left.Equals(right);

    public static bool operator <(EntryPath left, EntryPath right) => left.CompareTo(right) < 0;

    public static bool operator >(EntryPath left, EntryPath right) => left.CompareTo(right) > 0;

    public static bool operator <=(EntryPath left, EntryPath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EntryPath left, EntryPath right) => left.CompareTo(right) >= 0;

    private static int Rank(byte value) => value == (byte)'/' ? 0 : value + 1;
}
