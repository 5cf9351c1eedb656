using System.Runtime.CompilerServices;

using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes;

/// <summary>Opens paths below a directory without following a symbolic link anywhere on the way, whatever their length.</summary>
/// <remarks>
/// One call of <c>openat2</c> does it for up to 4,095 bytes; longer paths are walked in pieces of that size. Where the kernel lacks
/// <c>openat2</c> (before 5.6, or filtered out) each name is opened on its own.
/// </remarks>
internal static unsafe class PathWalk
{
    /// <summary>The longest path that one call takes, without its ending NUL.</summary>
    internal const int MaxPiece = 4095;

    private static readonly bool HasOpenAt2 = Probe();

    /// <returns>A descriptor, or -1 with the error in the last P/Invoke error.</returns>
    internal static int Open(int root, ReadOnlySpan<byte> path, int flags, uint mode = 0) => Open(root, path, flags, mode, HasOpenAt2);

    [SkipLocalsInit]
    internal static int Open(int root, ReadOnlySpan<byte> path, int flags, uint mode, bool inOneCall)
    {
        if (path.IsEmpty)
        {
            path = "."u8;
        }

        var piece = stackalloc byte[MaxPiece + 1];
        var directory = root;
        while (true)
        {
            var length = inOneCall ? Fitting(path) : FirstName(path);
            path[..length].CopyTo(new Span<byte>(piece, MaxPiece));
            piece[length] = 0;
            var isLast = length == path.Length;
            var opened = isLast
                ? OpenPiece(directory, piece, flags, mode, inOneCall)
                : OpenPiece(directory, piece, OpenFlags.PathOnly | OpenFlags.Directory, 0, inOneCall);
            if (directory != root)
            {
                Libc.CloseQuietly(directory);
            }

            if (opened < 0 || isLast)
            {
                return opened;
            }

            directory = opened;
            path = path[(length + 1)..];
        }
    }

    private static int OpenPiece(int directory, byte* piece, int flags, uint mode, bool inOneCall)
    {
        flags |= OpenFlags.NoFollow | OpenFlags.CloseOnExec;
        if (!inOneCall)
        {
            return Libc.OpenAt(directory, piece, flags, mode);
        }

        var how = new OpenHow { Flags = (uint)flags, Mode = mode, Resolve = OpenHow.NoSymlinks };
        return Libc.OpenAt2(directory, piece, &how);
    }

    private static int Fitting(ReadOnlySpan<byte> path) =>
        path.Length <= MaxPiece ? path.Length : path[..(MaxPiece + 1)].LastIndexOf((byte)'/');

    private static int FirstName(ReadOnlySpan<byte> path) => path.IndexOf((byte)'/') is var end and >= 0 ? end : path.Length;

    private static bool Probe()
    {
        fixed (byte* path = "/\0"u8)
        {
            var how = new OpenHow { Flags = (uint)(OpenFlags.PathOnly | OpenFlags.CloseOnExec), Resolve = OpenHow.NoSymlinks };
            var opened = Libc.OpenAt2(Libc.WorkingDirectory, path, &how);
            if (opened >= 0)
            {
                _ = Libc.Close(opened);
            }

            return opened >= 0;
        }
    }
}
