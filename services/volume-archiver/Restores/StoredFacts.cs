using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>A directory's own metadata, as it is written down.</summary>
internal sealed record StoredFacts(uint Mode, uint Uid, uint Gid, long Seconds, uint Nanoseconds, IReadOnlyList<ExtendedAttribute> Attributes)
{
    public static StoredFacts From(DirectoryFacts facts) => new(
        facts.Metadata.Mode,
        facts.Metadata.Uid,
        facts.Metadata.Gid,
        facts.Metadata.ModifiedAt.Seconds,
        facts.Metadata.ModifiedAt.Nanoseconds,
        facts.Attributes);

    public DirectoryFacts ToFacts() => new(
        new EntryMetadata { Kind = EntryKind.Directory, Mode = Mode, Uid = Uid, Gid = Gid, ModifiedAt = new FileTime(Seconds, Nanoseconds) },
        Attributes);
}
