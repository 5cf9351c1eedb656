using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Benchmarks.Data;

/// <summary>One hash over a tree's names, kinds, permissions, link targets and bytes; times and owners are left out.</summary>
/// <remarks>Computing it reads the whole tree, which also warms the page cache.</remarks>
internal static class TreeHash
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>Relative paths of the regular files, in ordinal order.</summary>
    public static List<string> Files(string root)
    {
        var names = new DirectoryInfo(root).EnumerateFiles("*", Everything)
            .Where(file => file.LinkTarget is null)
            .Select(file => Path.GetRelativePath(root, file.FullName))
            .ToList();
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>The hash in lower-case hexadecimal digits.</summary>
    public static string Of(string root)
    {
        var names = Directory.EnumerateFileSystemEntries(root, "*", Everything).Select(path => Path.GetRelativePath(root, path)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        var entries = new byte[names.Length][];
        Parallel.For(0, names.Length, index => entries[index] = Entry(Path.Combine(root, names[index])));
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < names.Length; index++)
        {
            whole.AppendData(Encoding.UTF8.GetBytes(names[index] + '\0'));
            whole.AppendData(entries[index]);
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    private static byte[] Entry(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is { } target)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes("link " + target));
        }

        var mode = Encoding.UTF8.GetBytes(file.UnixFileMode.ToString());
        if (file.Attributes.HasFlag(FileAttributes.Directory))
        {
            return mode;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return [.. SHA256.HashData(stream), .. mode];
    }
}
