using System.Text;

using Holdfast.Engine.Catalogs;

using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Volumes;

/// <summary>Compares entries in a tree with what a catalog says of them, content excepted.</summary>
/// <param name="root">The tree.</param>
/// <param name="comparesOwners">False where the restore could not give files away.</param>
public sealed class EntryCheck(VolumeRoot root, bool comparesOwners = true)
{
    /// <summary>Everything in which an entry differs, each in plain words; empty when it is the same.</summary>
    /// <param name="path">The entry.</param>
    /// <param name="expected">What the catalog says; inode and change time are not compared.</param>
    /// <param name="attributes">Extended attributes by the catalog, in any order.</param>
    /// <param name="linkTarget">The target of a symbolic link, the path of the first name of a hard link; else empty.</param>
    /// <exception cref="VolumeException">The entry cannot be read, for another reason than being absent.</exception>
    public IReadOnlyList<string> Differences(
        EntryPath path, in EntryMetadata expected, IReadOnlyList<ExtendedAttribute> attributes, ReadOnlySpan<byte> linkTarget)
    {
        try
        {
            return Compare(path, expected, attributes, linkTarget);
        }
        catch (VolumeException e) when (e.IsVanished)
        {
            return [$"'{e.Path ?? path}' is missing"];
        }
    }

    /// <summary>As <see cref="Differences(EntryPath, in EntryMetadata, IReadOnlyList{ExtendedAttribute}, ReadOnlySpan{byte})"/>, of a file
    /// that is open anyway: no path is walked.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public IReadOnlyList<string> Differences(
        SafeFileHandle file, EntryPath path, in EntryMetadata expected, IReadOnlyList<ExtendedAttribute> attributes)
    {
        var differences = new List<string>();
        if (AddMetadata(differences, path, expected, root.Stat(file)))
        {
            AddAttributes(differences, path, attributes, root.ReadAttributes(file));
        }

        return differences;
    }

    private List<string> Compare(
        EntryPath path, in EntryMetadata expected, IReadOnlyList<ExtendedAttribute> attributes, ReadOnlySpan<byte> linkTarget)
    {
        var found = root.Inspect(path);
        if (expected.Kind == EntryKind.HardLink)
        {
            var first = root.Inspect(new EntryPath(linkTarget.ToArray()));
            return (first.Device, first.Metadata.Inode) == (found.Device, found.Metadata.Inode)
                ? []
                : [$"'{path}' is not the same file as '{first.Path}'"];
        }

        var differences = new List<string>();
        if (!AddMetadata(differences, path, expected, found.Metadata))
        {
            return differences;
        }

        if (expected.Kind == EntryKind.Symlink)
        {
            var target = root.ReadLink(path);
            if (!linkTarget.SequenceEqual(target))
            {
                differences.Add($"'{path}' points to '{Text(target)}' instead of '{Text(linkTarget)}'");
            }
        }

        AddAttributes(differences, path, attributes, root.ReadAttributes(path));
        return differences;
    }

    /// <summary>False when it is something else altogether, so that nothing more can be compared.</summary>
    private bool AddMetadata(List<string> differences, EntryPath path, in EntryMetadata expected, in EntryMetadata actual)
    {
        if (actual.Kind != expected.Kind)
        {
            differences.Add($"'{path}' is a {actual.Kind} instead of a {expected.Kind}");
            return false;
        }

        Add(differences, path, "size", expected.Size, actual.Size);
        Add(differences, path, "modification time", expected.ModifiedAt, actual.ModifiedAt);
        Add(differences, path, "device number", (expected.DeviceMajor, expected.DeviceMinor), (actual.DeviceMajor, actual.DeviceMinor));
        if (expected.Kind != EntryKind.Symlink)
        {
            // A symbolic link has no mode of its own.
            Add(differences, path, "mode", expected.Mode, actual.Mode, Octal);
        }

        if (comparesOwners)
        {
            Add(differences, path, "owner", expected.Uid, actual.Uid);
            Add(differences, path, "group", expected.Gid, actual.Gid);
        }

        return true;
    }

    private static void AddAttributes(
        List<string> differences, EntryPath path, IReadOnlyList<ExtendedAttribute> expected, IReadOnlyList<ExtendedAttribute> actual)
    {
        if (expected.Count == 0 && actual.Count == 0)
        {
            return;
        }

        var rest = actual.ToDictionary(attribute => attribute.Name, attribute => attribute.Value);
        foreach (var (name, value) in expected)
        {
            if (!rest.Remove(name, out var found))
            {
                differences.Add($"'{path}' lacks the extended attribute {name}");
            }
            else if (!value.AsSpan().SequenceEqual(found))
            {
                differences.Add($"'{path}' has another value of the extended attribute {name}");
            }
        }

        differences.AddRange(rest.Keys.Select(name => $"'{path}' has an extended attribute {name} that was not saved"));
    }

    private static void Add<T>(List<string> differences, EntryPath path, string what, T expected, T actual, Func<T, string>? text = null)
        where T : IEquatable<T>
    {
        if (!expected.Equals(actual))
        {
            differences.Add($"'{path}' has {what} {text?.Invoke(actual) ?? $"{actual}"} instead of {text?.Invoke(expected) ?? $"{expected}"}");
        }
    }

    private static string Octal(uint mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
