namespace Holdfast.Benchmarks.Suites;

/// <summary>Making, weighing and removing of working folders.</summary>
internal static class Folders
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>Makes sure that the folder is there and empty; returns its path.</summary>
    public static string Renew(string folder)
    {
        Remove(folder);
        return Directory.CreateDirectory(folder).FullName;
    }

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Length of all files in bytes, and their number.</summary>
    public static (long Bytes, long Files) Size(string folder)
    {
        var (bytes, files) = (0L, 0L);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", Everything))
        {
            bytes += file.Length;
            files++;
        }

        return (bytes, files);
    }
}
