using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes;

/// <summary>The directory that holds an entry, opened as the base of calls that take one name.</summary>
internal readonly unsafe ref struct ParentDirectory
{
    /// <summary>Bytes that the longest name takes with its ending NUL.</summary>
    internal const int NameSize = 256;

    private readonly bool _isOwned;

    private ParentDirectory(int descriptor, bool isOwned)
    {
        Descriptor = descriptor;
        _isOwned = isOwned;
    }

    /// <summary>Negative when the directory could not be opened.</summary>
    internal int Descriptor { get; }

    /// <summary>Opens the parent of <paramref name="path"/> and puts the entry's name, ended by NUL, at <paramref name="name"/>.</summary>
    internal static ParentDirectory Open(int root, EntryPath path, byte* name)
    {
        var own = path.IsRoot ? "."u8 : path.Name;
        own.CopyTo(new Span<byte>(name, NameSize - 1));
        name[own.Length] = 0;
        var parent = path.Parent;
        return parent.IsEmpty
            ? new ParentDirectory(root, isOwned: false)
            : new ParentDirectory(PathWalk.Open(root, parent, OpenFlags.PathOnly | OpenFlags.Directory), isOwned: true);
    }

    public void Dispose()
    {
        if (_isOwned && Descriptor >= 0)
        {
            Libc.CloseQuietly(Descriptor);
        }
    }
}
