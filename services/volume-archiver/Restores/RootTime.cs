using System.Globalization;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Makes and removes our own folder in a volume's root without a trace in the root's mode and time.</summary>
/// <remarks>
/// What they were is noted in an extended attribute of the root, so that whoever comes after a crash can set them. Where the file system has
/// none, a crash just then leaves the root with the time of the change.
/// </remarks>
internal static class RootTime
{
    private const string Note = "user.holdfast.root";

    // Who does not own the root may make names there, but not set its time: then it changes.
    public static void Keep(OpenDirectory root, Action change)
    {
        var before = root.Facts().Metadata;
        root.AllowOwner();
        var noted = root.TryNote(Note, Text(before));
        change();
        Reset(root, before.Mode, before.ModifiedAt, noted);
        root.Sync();
    }

    /// <summary>Ends what a process that died in <see cref="Keep"/> could not.</summary>
    public static void Recover(OpenDirectory root)
    {
        if (root.ReadNote(Note) is not { } text)
        {
            return;
        }

        if (Read(text) is var (mode, modifiedAt))
        {
            Reset(root, mode, modifiedAt, noted: true);
        }
        else
        {
            root.RemoveNote(Note);
        }
    }

    // The mode comes last: it may forbid its owner to take the note away.
    private static void Reset(OpenDirectory root, uint mode, FileTime modifiedAt, bool noted)
    {
        root.SetModified(modifiedAt, MetadataPolicy.Warn);
        if (noted)
        {
            root.RemoveNote(Note);
        }

        if (root.Facts().Metadata.Mode != mode)
        {
            root.SetMode(mode);
        }
    }

    private static string Text(EntryMetadata metadata) =>
        string.Create(CultureInfo.InvariantCulture, $"{metadata.Mode} {metadata.ModifiedAt.Seconds} {metadata.ModifiedAt.Nanoseconds}");

    /// <returns>Null for what somebody else has written there.</returns>
    private static (uint Mode, FileTime ModifiedAt)? Read(string text) =>
        text.Split(' ') is [var mode, var seconds, var nanoseconds]
        && uint.TryParse(mode, NumberStyles.None, CultureInfo.InvariantCulture, out var parsedMode) && parsedMode <= 0xFFF
        && long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsedSeconds)
        && uint.TryParse(nanoseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var parsedNanoseconds) && parsedNanoseconds < 1_000_000_000
            ? (parsedMode, new FileTime(parsedSeconds, parsedNanoseconds))
            : null;
}
