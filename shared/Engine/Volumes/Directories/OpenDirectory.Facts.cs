using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes.Directories;

/// <summary>The directory's own metadata.</summary>
public sealed unsafe partial class OpenDirectory
{
    private const uint OwnerRights = 0b111_000_000;
    private const string AccessControlPrefix = "system.posix_acl_";

    /// <summary>What this directory is now.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public DirectoryFacts Facts()
    {
        StatxBuffer status;
        return Libc.Statx(Descriptor, &status) == 0 && AttributeReader.Read(new AttributeTarget(Descriptor)) is { } attributes
            ? new DirectoryFacts(status.Metadata, attributes)
            : throw Failure("read the metadata of", []);
    }

    /// <summary>Gives this directory mode, owner, attributes and time, and takes attributes away that it is not to have.</summary>
    /// <param name="facts">What it shall be.</param>
    /// <param name="policy">What to do where owner or attributes cannot be changed.</param>
    /// <returns>What could not be set, in plain words; empty when the policy is strict.</returns>
    /// <exception cref="VolumeException">The policy is strict and something cannot be set, or the file system failed.</exception>
    public IReadOnlyList<string> Apply(DirectoryFacts facts, MetadataPolicy policy)
    {
        Announce("set the metadata", []);
        var (wanted, now, refusals) = (facts.Metadata, Facts(), new List<string>());
        if ((wanted.Uid, wanted.Gid) != (now.Metadata.Uid, now.Metadata.Gid) && Libc.ChangeOwner(Descriptor, wanted.Uid, wanted.Gid) != 0)
        {
            Refused($"give to owner {wanted.Uid} and group {wanted.Gid}", policy, refusals);
        }

        foreach (var extra in now.Attributes.Where(attribute => facts.Attributes.All(other => other.Name != attribute.Name)))
        {
            fixed (byte* name = Encoding.UTF8.GetBytes(extra.Name + '\0'))
            {
                if (Libc.RemoveAttribute(Descriptor, name) != 0)
                {
                    Refused($"remove the extended attribute {extra.Name} of", policy, refusals);
                }
            }
        }

        // A mode that is set after an access control list would change its mask.
        GiveAttributes(facts.Attributes.Where(attribute => !IsAccessControl(attribute)), policy, refusals);
        if (Libc.ChangeMode(Descriptor, wanted.Mode) != 0)
        {
            Refused("set the mode of", policy, refusals);
        }

        GiveAttributes(facts.Attributes.Where(IsAccessControl), policy, refusals);
        refusals.AddRange(SetModified(wanted.ModifiedAt, policy));
        return refusals;
    }

    /// <summary>Sets the time of the last change, which every name made or removed here changes.</summary>
    /// <returns>What could not be set, in plain words; empty when the policy is strict.</returns>
    /// <exception cref="VolumeException">The policy is strict and this process may not, or the file system failed.</exception>
    public IReadOnlyList<string> SetModified(FileTime time, MetadataPolicy policy)
    {
        Announce("set the time", []);
        var times = stackalloc Timespec[2];
        times[0] = new Timespec { Nanoseconds = Timespec.Omit };
        times[1] = Timespec.From(time);
        var refusals = new List<string>();
        if (Libc.ChangeTimes(Descriptor, times) != 0)
        {
            Refused("set the time of", policy, refusals);
        }

        return refusals;
    }

    /// <summary>Lets its owner make and remove names here, where the mode is in the way; nothing for who needs no such right.</summary>
    /// <exception cref="VolumeException">This process may not.</exception>
    public void AllowOwner()
    {
        var mode = Facts().Metadata.Mode;
        if ((mode & OwnerRights) != OwnerRights && !MayChange())
        {
            SetMode(mode | OwnerRights);
        }
    }

    /// <summary>Sets the mode of this directory.</summary>
    /// <exception cref="VolumeException">This process may not.</exception>
    public void SetMode(uint mode)
    {
        Announce("set the mode", []);
        if (Libc.ChangeMode(Descriptor, mode) != 0)
        {
            throw Failure("set the mode of", []);
        }
    }

    /// <summary>Whether this process may make and remove names here, or may allow it to itself with <see cref="AllowOwner"/>.</summary>
    /// <exception cref="VolumeException">It may not; the exception says why.</exception>
    public void ThrowIfReadOnly()
    {
        if (!MayChange())
        {
            var failure = Failure("write to", []);
            var mode = Facts().Metadata.Mode;

            // Whoever may set a mode, be it the one that is there, may set another.
            if (!failure.IsDenied || (mode & OwnerRights) == OwnerRights || Libc.ChangeMode(Descriptor, mode) != 0)
            {
                throw failure;
            }
        }
    }

    /// <summary>Sets the mode of what stands under a name, which must not be a symbolic link.</summary>
    /// <exception cref="VolumeException">It is not there, or this process may not.</exception>
    public void SetMode(ReadOnlySpan<byte> name, uint mode)
    {
        Announce("set the mode of", name);
        var entry = PathWalk.Open(Descriptor, name, OpenFlags.PathOnly);
        if (entry < 0)
        {
            throw Failure("open", name);
        }

        var path = stackalloc byte[AttributeTarget.PathSize];
        AttributeTarget.PathOf(entry, path);
        var result = Libc.ChangeMode(path, mode);
        Libc.CloseQuietly(entry);
        if (result != 0)
        {
            throw Failure("set the mode of", name);
        }
    }

    private bool MayChange()
    {
        fixed (byte* here = ".\0"u8)
        {
            return Libc.Access(Descriptor, here, Libc.MayChange, Libc.ActingRights) == 0;
        }
    }

    private void GiveAttributes(IEnumerable<ExtendedAttribute> attributes, MetadataPolicy policy, List<string> refusals)
    {
        foreach (var attribute in attributes)
        {
            fixed (byte* name = Encoding.UTF8.GetBytes(attribute.Name + '\0'), value = attribute.Value)
            {
                if (Libc.SetAttribute(Descriptor, name, value, (nuint)attribute.Value.Length, 0) != 0)
                {
                    Refused($"set the extended attribute {attribute.Name} of", policy, refusals);
                }
            }
        }
    }

    private void Refused(string operation, MetadataPolicy policy, List<string> refusals)
    {
        var failure = Failure(operation, []);
        var isUnable = failure.IsDenied || Marshal.GetLastPInvokeError() is Errno.EOPNOTSUPP or Errno.EINVAL;
        if (policy == MetadataPolicy.Strict || !isUnable)
        {
            throw failure;
        }

        refusals.Add(failure.Message);
    }

    private static bool IsAccessControl(ExtendedAttribute attribute) => attribute.Name.StartsWith(AccessControlPrefix, StringComparison.Ordinal);
}
