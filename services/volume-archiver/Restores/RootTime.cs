using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Makes and removes our own folder in a volume's root without a trace in the root's mode and time.</summary>
internal static class RootTime
{
    // Who does not own the root may make names there, but not set its time: then it changes.
    public static void Keep(OpenDirectory root, Action change)
    {
        var before = root.Facts().Metadata;
        root.AllowOwner();
        change();
        if (root.Facts().Metadata.Mode != before.Mode)
        {
            root.SetMode(before.Mode);
        }

        root.SetModified(before.ModifiedAt, MetadataPolicy.Warn);
        root.Sync();
    }
}
