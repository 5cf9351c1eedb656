using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>A directory whose mode forbids its owner to write. Who is not root has to allow it before such a directory can move.</summary>
internal sealed record ReadOnlyDirectory(byte[] Name, uint Mode)
{
    private const uint OwnerMayWrite = 0b010_000_000;

    /// <summary>Those in a directory.</summary>
    public static IReadOnlyList<ReadOnlyDirectory> In(OpenDirectory directory)
    {
        var found = new List<ReadOnlyDirectory>();
        foreach (var name in directory.Names())
        {
            if (directory.Find(name) is { Kind: EntryKind.Directory } metadata && (metadata.Mode & OwnerMayWrite) == 0)
            {
                found.Add(new ReadOnlyDirectory(name, metadata.Mode));
            }
        }

        return found;
    }

    /// <summary>Allows the owner to write, if it is the mode that forbids it.</summary>
    /// <returns>False when it is not.</returns>
    public static bool Open(OpenDirectory parent, byte[] name)
    {
        if (parent.Find(name) is not { Kind: EntryKind.Directory } metadata || (metadata.Mode & OwnerMayWrite) != 0)
        {
            return false;
        }

        parent.SetMode(name, metadata.Mode | OwnerMayWrite);
        return true;
    }

    /// <summary>Gives a directory that was opened its mode again.</summary>
    public void Close(OpenDirectory parent)
    {
        if (parent.Find(Name) is { Kind: EntryKind.Directory } metadata && metadata.Mode == (Mode | OwnerMayWrite))
        {
            parent.SetMode(Name, Mode);
        }
    }
}
