using System.Globalization;
using System.Text;

namespace Holdfast.Engine.Repositories;

/// <summary>How the name of a component stands in a key: one path segment that every store and file system takes.</summary>
internal static class ComponentSegment
{
    /// <summary>Longest segment in bytes: what file systems allow for a name, so that a directory can be a store.</summary>
    public const int MaxLength = 255;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Escape(string name)
    {
        var segment = new StringBuilder(name.Length);
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            if (IsPlain(value) && !(segment.Length == 0 && value == '.'))
            {
                segment.Append((char)value);
            }
            else
            {
                segment.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return segment.ToString();
    }

    /// <summary>The name that <see cref="Escape"/> turns into exactly <paramref name="segment"/>; null when there is none.</summary>
    public static string? Unescape(ReadOnlySpan<char> segment)
    {
        if (segment.Length is 0 or > MaxLength)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[segment.Length];
        var length = 0;
        for (var at = 0; at < segment.Length; at++)
        {
            if (segment[at] != '%')
            {
                if (segment[at] > 0x7F)
                {
                    return null;
                }

                bytes[length++] = (byte)segment[at];
            }
            else if (at + 2 < segment.Length
                && byte.TryParse(segment.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[length++] = value;
                at += 2;
            }
            else
            {
                return null;
            }
        }

        return Decode(bytes[..length]) is { } name && segment.SequenceEqual(Escape(name)) ? name : null;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Strict.GetString(bytes) : null;

    private static bool IsPlain(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'.' or (byte)'_' or (byte)'-';
}
