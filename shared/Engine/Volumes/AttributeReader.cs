using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes;

/// <summary>Reads all extended attributes of one entry.</summary>
internal static unsafe class AttributeReader
{
    /// <summary>The kernel's limit for the list of names as for one value, in bytes.</summary>
    private const int MaxSize = 65536;

    private const int UsualSize = 1024;
    private const int Absent = -2;

    /// <summary>
    /// Left out: the host's policy labels files anew, and a label of another host or pod would lock the restored files up.
    /// </summary>
    private static ReadOnlySpan<byte> HostLabel => "security.selinux"u8;

    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Sorted by name; null when a call failed, with the error in the last P/Invoke error.</returns>
    [SkipLocalsInit]
    internal static IReadOnlyList<ExtendedAttribute>? Read(AttributeTarget target)
    {
        var usual = stackalloc byte[UsualSize];
        var length = target.List(usual, UsualSize);
        if (length > 0)
        {
            return Values(target, new ReadOnlySpan<byte>(usual, (int)length));
        }

        if (length == 0)
        {
            return [];
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Errno.EOPNOTSUPP => [],
            Errno.ERANGE => ReadLong(target),
            _ => null,
        };
    }

    private static List<ExtendedAttribute>? ReadLong(AttributeTarget target)
    {
        var list = ArrayPool<byte>.Shared.Rent(MaxSize);
        try
        {
            fixed (byte* start = list)
            {
                var length = target.List(start, MaxSize);
                return length < 0 ? null : Values(target, list.AsSpan(0, (int)length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(list);
        }
    }

    private static List<ExtendedAttribute>? Values(AttributeTarget target, ReadOnlySpan<byte> names)
    {
        var attributes = new List<ExtendedAttribute>();
        var value = ArrayPool<byte>.Shared.Rent(MaxSize);
        try
        {
            fixed (byte* start = value)
            {
                while (names.IndexOf((byte)0) is var end and > 0)
                {
                    var name = names[..end];
                    var length = name.SequenceEqual(HostLabel) ? Absent : Get(target, names, start);
                    if (length >= 0)
                    {
                        attributes.Add(new ExtendedAttribute(Text.GetString(name), value.AsSpan(0, length).ToArray()));
                    }
                    else if (length != Absent)
                    {
                        return null;
                    }

                    names = names[(end + 1)..];
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(value);
        }

        attributes.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return attributes;
    }

    /// <param name="target">What has the attribute.</param>
    /// <param name="name">Starts with its name, ended by NUL.</param>
    /// <param name="value">Where to put up to <see cref="MaxSize"/> bytes.</param>
    /// <returns>The length of the value; <see cref="Absent"/> when it was removed meanwhile; another negative number on failure.</returns>
    private static int Get(AttributeTarget target, ReadOnlySpan<byte> name, byte* value)
    {
        fixed (byte* start = name)
        {
            var length = (int)target.Get(start, value, MaxSize);
            return length < 0 && Marshal.GetLastPInvokeError() == Errno.ENODATA ? Absent : length;
        }
    }
}
