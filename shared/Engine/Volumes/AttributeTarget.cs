using System.Buffers.Text;

using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes;

/// <summary>What extended attributes are read from or written to: an open file, or a name in an open directory.</summary>
/// <remarks>
/// A name is reached through <c>/proc/self/fd</c>, so that paths of any length, symbolic links and FIFOs work without opening them.
/// </remarks>
internal readonly unsafe struct AttributeTarget
{
    /// <summary>Bytes that such a path takes at most, with its ending NUL.</summary>
    internal const int PathSize = 32 + ParentDirectory.NameSize;

    private readonly int _descriptor;
    private readonly byte* _path;

    internal AttributeTarget(int descriptor) => _descriptor = descriptor;

    /// <param name="path">Ended by NUL; has to stay where it is.</param>
    internal AttributeTarget(byte* path) => _path = path;

    /// <summary>Puts the path of a name in an open directory at <paramref name="path"/>.</summary>
    internal static void PathOf(int directory, byte* name, byte* path)
    {
        var end = PathOf(directory, path);
        path[end] = (byte)'/';
        new ReadOnlySpan<byte>(name, ParentDirectory.NameSize).CopyTo(new Span<byte>(path + end + 1, ParentDirectory.NameSize));
    }

    /// <summary>Puts the path of what is open at <paramref name="path"/>.</summary>
    /// <returns>Its length in bytes.</returns>
    internal static int PathOf(int descriptor, byte* path)
    {
        var target = new Span<byte>(path, PathSize);
        "/proc/self/fd/"u8.CopyTo(target);
        _ = Utf8Formatter.TryFormat(descriptor, target["/proc/self/fd/"u8.Length..], out var digits);
        var length = "/proc/self/fd/"u8.Length + digits;
        target[length] = 0;
        return length;
    }

    internal nint List(byte* list, int size) =>
        _path == null ? Libc.ListAttributes(_descriptor, list, (nuint)size) : Libc.ListAttributes(_path, list, (nuint)size);

    internal nint Get(byte* name, byte* value, int size) =>
        _path == null ? Libc.GetAttribute(_descriptor, name, value, (nuint)size) : Libc.GetAttribute(_path, name, value, (nuint)size);

    internal int Set(byte* name, byte* value, int size) =>
        _path == null ? Libc.SetAttribute(_descriptor, name, value, (nuint)size, 0) : Libc.SetAttribute(_path, name, value, (nuint)size, 0);
}
