using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes;

/// <summary>What the kernel gives a new file in a tree, found by making one.</summary>
/// <remarks>Owner and group depend on the mount, the server (a squashed root) and the directory; knowing them saves calls for each file.</remarks>
/// <param name="Uid">Its owner.</param>
/// <param name="Gid">Its group.</param>
/// <param name="ModeMask">The permission bits that a new file may have.</param>
internal readonly record struct NewEntryDefaults(uint Uid, uint Gid, uint ModeMask)
{
    private const uint AllPermissions = 0b111_111_111;

    internal static unsafe NewEntryDefaults Probe(VolumeRoot root)
    {
        var probe = EntryPath.FromText(".holdfast-probe");
        var file = PathWalk.Open(
            root.Descriptor, probe.Bytes, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, AllPermissions);
        if (file < 0)
        {
            throw root.Failure("create a file to see what it looks like", probe);
        }

        StatxBuffer status;
        var result = Libc.Statx(file, &status);
        var failure = result == 0 ? null : root.Failure("read the metadata of", probe);
        Libc.CloseQuietly(file);
        fixed (byte* name = ".holdfast-probe\0"u8)
        {
            if (Libc.Unlink(root.Descriptor, name, 0) != 0)
            {
                failure ??= root.Failure("remove", probe);
            }
        }

        return failure is null ? new NewEntryDefaults(status.Uid, status.Gid, status.Mode & AllPermissions) : throw failure;
    }

    /// <summary>Whether a new entry has this owner and group from the start.</summary>
    internal bool IsOwner(in EntryMetadata metadata) => metadata.Uid == Uid && metadata.Gid == Gid;
}
