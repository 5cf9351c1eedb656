using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>The names in one directory, sorted by their bytes and kept compactly: their bytes, an end mark and four bytes for each.</summary>
/// <remarks>
/// Here and in <see cref="SliceInspection"/> the loops are compiled optimised from the start: a scan of 200,000 files is over before
/// tiered compilation would have done it, and takes 12 % less processor time in user mode this way.
/// </remarks>
internal sealed unsafe class DirectoryListing
{
    /// <summary>Offset of the record length and of the name in <c>struct linux_dirent64</c>.</summary>
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private readonly byte[] _names;
    private readonly int[] _offsets;

    private DirectoryListing(byte[] names, int[] offsets)
    {
        _names = names;
        _offsets = offsets;
    }

    internal int Count => _offsets.Length;

    /// <summary>The bytes that hold all names, each ended by NUL.</summary>
    internal byte[] Bytes => _names;

    /// <summary>Where the name stands in <see cref="Bytes"/>.</summary>
    internal int Offset(int index) => _offsets[index];

    internal ReadOnlySpan<byte> Name(int index)
    {
        var name = _names.AsSpan(_offsets[index]);
        return name[..name.IndexOf((byte)0)];
    }

    /// <summary>Reads all names of an open directory.</summary>
    /// <param name="directory">Open for reading, at its start.</param>
    /// <param name="buffer">For the kernel's records.</param>
    /// <returns>Null when the file system failed, with the error in the last P/Invoke error.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static DirectoryListing? Read(int directory, byte[] buffer)
    {
        var names = new ArrayBufferWriter<byte>(4096);
        var keys = new List<NameKey>();
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var length = (int)Libc.ReadDirectory(directory, start, (nuint)buffer.Length);
                if (length <= 0)
                {
                    return length == 0 ? Sorted(names.WrittenSpan.ToArray(), keys) : null;
                }

                for (var at = 0; at < length; at += MemoryMarshal.Read<ushort>(buffer.AsSpan(at + LengthOffset)))
                {
                    Add(buffer.AsSpan(at + NameOffset), names, keys);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<byte> record, ArrayBufferWriter<byte> names, List<NameKey> keys)
    {
        var name = record[..record.IndexOf((byte)0)];
        if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
        {
            return;
        }

        keys.Add(new NameKey(name, names.WrittenCount));
        record[..(name.Length + 1)].CopyTo(names.GetSpan(name.Length + 1));
        names.Advance(name.Length + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DirectoryListing Sorted(byte[] names, List<NameKey> keys)
    {
        var order = new NameOrder(names);
        CollectionsMarshal.AsSpan(keys).Sort(order);
        var offsets = new int[keys.Count];
        var count = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            // A directory that changes while it is listed may give a name twice.
            if (i == 0 || order.Compare(keys[i - 1], keys[i]) != 0)
            {
                offsets[count++] = keys[i].Offset;
            }
        }

        Array.Resize(ref offsets, count);
        return new DirectoryListing(names, offsets);
    }
}
