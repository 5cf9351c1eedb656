using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes;

/// <summary>Gives new entries what the catalog says of them, with no call for what they have already.</summary>
/// <remarks>
/// The order matters: a change of owner takes away set-id bits and capabilities; attributes of a read-only file need its first,
/// writable mode; an access control list follows the mode, which would change its mask; the time comes last.
/// </remarks>
internal sealed unsafe class MetadataWriter(VolumeRoot root, MetadataPolicy policy, RestoreWarnings warnings)
{
    internal const uint PermissionBits = 0b111_111_111;
    private const uint SetIdBits = 0b110_000_000_000;
    private const uint AllModeBits = 0b111_111_111_111;
    private const uint Unchanged = uint.MaxValue;
    private const string AccessControlPrefix = "system.posix_acl_";

    private readonly NewEntryDefaults _defaults = NewEntryDefaults.Probe(root);

    /// <summary>The mode to make a file with, so that it needs no change afterwards if that is possible.</summary>
    internal static uint FirstMode(in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes) =>
        attributes.Count == 0 ? metadata.Mode & PermissionBits : 0b110_000_000;

    /// <summary>Finishes an open file or directory.</summary>
    /// <param name="descriptor">Open for reading or writing.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="metadata">What it shall be.</param>
    /// <param name="attributes">What it shall have.</param>
    /// <param name="firstMode">The mode it was made with.</param>
    internal void Finish(
        int descriptor, EntryPath path, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes, uint firstMode)
    {
        var hasOwner = _defaults.IsOwner(metadata) || GiveOwner(descriptor, path, metadata);
        var target = new AttributeTarget(descriptor);
        GiveAttributes(target, path, attributes, areAccessControl: false);
        var mode = GrantedMode(path, metadata, hasOwner);
        if (mode != (firstMode & _defaults.ModeMask) && Libc.ChangeMode(descriptor, mode) != 0)
        {
            throw root.Failure("set the mode of", path);
        }

        GiveAttributes(target, path, attributes, areAccessControl: true);
        var times = stackalloc Timespec[2];
        Times(metadata, times);
        if (Libc.ChangeTimes(descriptor, times) != 0)
        {
            throw root.Failure("set the time of", path);
        }
    }

    /// <summary>Finishes an entry that cannot be opened: a symbolic link, a FIFO or a device node.</summary>
    /// <param name="parent">Its directory.</param>
    /// <param name="name">Its name there, ended by NUL.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="metadata">What it shall be.</param>
    /// <param name="attributes">What it shall have.</param>
    internal void FinishNamed(
        int parent, byte* name, EntryPath path, in EntryMetadata metadata, IReadOnlyList<ExtendedAttribute> attributes)
    {
        var hasOwner = _defaults.IsOwner(metadata) || GiveOwner(parent, name, path, metadata);
        var procPath = stackalloc byte[AttributeTarget.PathSize];
        AttributeTarget.PathOf(parent, name, procPath);
        GiveAttributes(new AttributeTarget(procPath), path, attributes, areAccessControl: false);
        if (metadata.Kind != EntryKind.Symlink)
        {
            var mode = GrantedMode(path, metadata, hasOwner);
            if (mode != (metadata.Mode & PermissionBits & _defaults.ModeMask))
            {
                GiveMode(parent, path, mode);
            }

            GiveAttributes(new AttributeTarget(procPath), path, attributes, areAccessControl: true);
        }

        var times = stackalloc Timespec[2];
        Times(metadata, times);
        if (Libc.ChangeTimes(parent, name, times, Libc.SymlinkNoFollow) != 0)
        {
            throw root.Failure("set the time of", path);
        }
    }

    /// <summary>The last call failed because of what this process or file system cannot do: fails or warns, as the policy says.</summary>
    internal void Refused(string operation, EntryPath path)
    {
        var failure = root.Failure(operation, path);
        var isUnable = failure.IsDenied || failure.Errno is Errno.EOPNOTSUPP or Errno.EINVAL;
        if (policy == MetadataPolicy.Strict || !isUnable)
        {
            throw failure;
        }

        warnings.Add(path, failure.Message);
    }

    private bool GiveOwner(int descriptor, EntryPath path, in EntryMetadata metadata)
    {
        if (Libc.ChangeOwner(descriptor, metadata.Uid, metadata.Gid) == 0)
        {
            return true;
        }

        Refused($"give to owner {metadata.Uid} and group {metadata.Gid}", path);
        _ = Libc.ChangeOwner(descriptor, Unchanged, metadata.Gid);
        return false;
    }

    private bool GiveOwner(int parent, byte* name, EntryPath path, in EntryMetadata metadata)
    {
        if (Libc.ChangeOwner(parent, name, metadata.Uid, metadata.Gid, Libc.SymlinkNoFollow) == 0)
        {
            return true;
        }

        Refused($"give to owner {metadata.Uid} and group {metadata.Gid}", path);
        _ = Libc.ChangeOwner(parent, name, Unchanged, metadata.Gid, Libc.SymlinkNoFollow);
        return false;
    }

    /// <summary>Sets a mode without opening the entry, which would wake a device or wait for a FIFO's other end.</summary>
    private void GiveMode(int parent, EntryPath path, uint mode)
    {
        var entry = PathWalk.Open(parent, path.Name, OpenFlags.PathOnly);
        var procPath = stackalloc byte[AttributeTarget.PathSize];
        AttributeTarget.PathOf(entry, procPath);
        var result = entry < 0 ? entry : Libc.ChangeMode(procPath, mode);
        if (entry >= 0)
        {
            Libc.CloseQuietly(entry);
        }

        if (result != 0)
        {
            throw root.Failure("set the mode of", path);
        }
    }

    private uint GrantedMode(EntryPath path, in EntryMetadata metadata, bool hasOwner)
    {
        var mode = metadata.Mode & AllModeBits;
        if (hasOwner || (mode & SetIdBits) == 0)
        {
            return mode;
        }

        // With a different owner these bits would lend rights that were never meant to be lent.
        warnings.Add(path, $"'{path}' has another owner and therefore lost its set-id bits.");
        return mode & ~SetIdBits;
    }

    private void GiveAttributes(AttributeTarget target, EntryPath path, IReadOnlyList<ExtendedAttribute> attributes, bool areAccessControl)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var attribute = attributes[i];
            if (attribute.Name.StartsWith(AccessControlPrefix, StringComparison.Ordinal) != areAccessControl)
            {
                continue;
            }

            fixed (byte* name = Encoding.UTF8.GetBytes(attribute.Name + '\0'), value = attribute.Value)
            {
                if (target.Set(name, value, attribute.Value.Length) != 0)
                {
                    Refused($"set the extended attribute {attribute.Name} of", path);
                }
            }
        }
    }

    /// <summary>The access time stays that of the restore: nothing reads it back.</summary>
    private static void Times(in EntryMetadata metadata, Timespec* times)
    {
        times[0] = new Timespec { Nanoseconds = Timespec.Omit };
        times[1] = Timespec.From(metadata.ModifiedAt);
    }
}
