using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Backup;

/// <summary>What becomes of a file that the walk saw and that cannot be read.</summary>
internal static class UnreadableFile
{
    /// <summary>Whether the file is listed and left out, instead of failing the component.</summary>
    public static bool MayGoOn(VolumeException failure, BackupOptions options) => failure.IsVanished || options.SkipUnreadable;

    public static SnapshotIssue Issue(EntryPath path, VolumeException failure) => failure.IsVanished
        ? new SnapshotIssue(path.ToString(), IssueKind.Vanished)
        : new SnapshotIssue(path.ToString(), IssueKind.Unreadable, failure.Message);

    /// <summary>A name that stands for something else than a file by now counts as vanished.</summary>
    /// <exception cref="VolumeException">It does.</exception>
    public static void ThrowIfReplaced(EntryPath path, EntryMetadata metadata)
    {
        if (metadata.Kind != EntryKind.File)
        {
            throw new VolumeException("read", $"'{path}', which is a file no more", Errno.ENOENT);
        }
    }
}
