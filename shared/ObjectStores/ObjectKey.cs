using System.Text;

namespace Holdfast.ObjectStores;

/// <summary>What an object's key may look like, in every store.</summary>
/// <remarks>
/// Segments joined by <c>/</c>; 1 to 1,024 bytes of UTF-8 in all, each segment 1 to 255 bytes. Any character may occur, spaces, <c>+</c>,
/// <c>%</c> and letters of every script included, except control characters and <c>\</c> (object stores alter them). No segment is
/// <c>.</c> or <c>..</c>, and none starts with <c>.holdfast-</c>, which is for the stores' own use. Keys are compared byte by byte:
/// Unicode's composed and decomposed forms of a letter are different keys.
/// </remarks>
public static class ObjectKey
{
    /// <summary>The longest key, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    /// <summary>The longest segment, in bytes of UTF-8: what a file name may have.</summary>
    public const int MaxSegmentBytes = 255;

    /// <summary>Segments that start so are no objects.</summary>
    internal const string Reserved = ".holdfast-";

    private static readonly UTF8Encoding _utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Throws <see cref="ArgumentException"/>, with the reason, when <paramref name="key"/> cannot be an object's key.</summary>
    public static void Validate(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Fault(key) is { } fault)
        {
            throw new ArgumentException($"'{key}' cannot be an object's key: {fault}.", nameof(key));
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> unless <paramref name="prefix"/> is empty or a key followed by <c>/</c>.</summary>
    public static void ValidatePrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 0 && (prefix[^1] == '/' ? Fault(prefix.AsSpan(0, prefix.Length - 1)) : "it does not end in '/'") is { } fault)
        {
            throw new ArgumentException($"'{prefix}' cannot be the prefix of a listing: {fault}.", nameof(prefix));
        }
    }

    /// <summary>Whether <paramref name="key"/> can be an object's key.</summary>
    internal static bool IsKey(string key) => Fault(key) is null;

    /// <summary>The order of listings: by the bytes of the UTF-8 form.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    // Surrogates stand for code points above all others, but UTF-16 numbers them below U+E000 to U+FFFF.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;

    private static string? Fault(ReadOnlySpan<char> key)
    {
        foreach (var unit in key)
        {
            if (char.IsControl(unit) || unit == '\\')
            {
                return "it contains a control character or a backslash";
            }
        }

        try
        {
            if (_utf8.GetByteCount(key) > MaxBytes)
            {
                return $"it is longer than {MaxBytes} bytes of UTF-8";
            }

            foreach (var part in key.Split('/'))
            {
                if (SegmentFault(key[part]) is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
        catch (EncoderFallbackException)
        {
            return "it is not valid Unicode";
        }
    }

    private static string? SegmentFault(ReadOnlySpan<char> segment) => segment switch
    {
        "" => "a segment is empty",
        "." or ".." => "a segment is '.' or '..'",
        _ when segment.StartsWith(Reserved, StringComparison.Ordinal) => $"segments that start with '{Reserved}' are reserved",
        _ when _utf8.GetByteCount(segment) > MaxSegmentBytes => $"a segment is longer than {MaxSegmentBytes} bytes of UTF-8",
        _ => null,
    };
}
