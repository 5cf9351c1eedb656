using System.Security.Cryptography;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>Compares trees entry by entry, independently of the restore's own comparison.</summary>
internal static class TreeAssert
{
    public static async Task SameAsync(string expected, string actual) =>
        Assert.Equal(await DescribeAsync(expected), await DescribeAsync(actual));

    /// <summary>A line for each entry with all that a restore is to bring back.</summary>
    /// <param name="directory">The tree.</param>
    /// <param name="excludes">What does not belong to it.</param>
    public static async Task<IReadOnlyList<string>> DescribeAsync(string directory, Func<EntryPath, bool>? excludes = null)
    {
        using var root = VolumeRoot.Open(directory);
        var lines = new List<string>();
        var names = new Dictionary<(ulong, ulong), string>();
        await foreach (var batch in VolumeScanner.ScanAsync(root, new ScanOptions { Excludes = excludes }, TestContext.Current.CancellationToken))
        {
            lines.AddRange(batch.Select(entry => Describe(root, entry, names)));
        }

        return lines;
    }

    private static string Describe(VolumeRoot root, ScannedEntry entry, Dictionary<(ulong Device, ulong Inode), string> names)
    {
        var metadata = entry.Metadata;
        var attributes = string.Join(',', root.ReadAttributes(entry.Path).Select(a => $"{a.Name}={Convert.ToHexString(a.Value)}"));
        var line = $"{entry.Path} {metadata.Kind} {metadata.Mode:x} {metadata.Uid}:{metadata.Gid} {metadata.ModifiedAt} {metadata.Size} "
            + $"{metadata.DeviceMajor}:{metadata.DeviceMinor} [{attributes}]";
        if (metadata.Kind == EntryKind.Symlink)
        {
            return $"{line} -> {Convert.ToHexString(root.ReadLink(entry.Path))}";
        }

        if (metadata.Kind != EntryKind.File)
        {
            return line;
        }

        if (entry.Links > 1 && !names.TryAdd((entry.Device, metadata.Inode), entry.Path.ToString()))
        {
            return $"{line} same file as {names[(entry.Device, metadata.Inode)]}";
        }

        using var file = root.OpenRead(entry.Path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        long at = 0;
        while (root.Read(file, buffer, at) is var count && count > 0)
        {
            hash.AppendData(buffer, 0, count);
            at += count;
        }

        // Holes are told by what is allocated, to the granularity of file systems.
        var isSparse = entry.Blocks * 512 + (1 << 20) < metadata.Size;
        return $"{line} {Convert.ToHexString(hash.GetHashAndReset())}{(isSparse ? " sparse" : "")}";
    }
}
