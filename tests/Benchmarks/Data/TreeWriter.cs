using System.Collections.Concurrent;

namespace Holdfast.Benchmarks.Data;

/// <summary>Writes planned trees to disk.</summary>
internal static class TreeWriter
{
    private const int FilesPerLink = 100;

    private static readonly DateTime Newest = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes every file of the plan, and a symbolic link beside each hundredth. Lengths, bytes and times follow from the seed.</summary>
    /// <param name="root">Created; must be empty.</param>
    public static void Write(string root, ulong seed, List<TreeFile> files)
    {
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct())
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        Parallel.ForEach(
            Partitioner.Create(files, loadBalance: true),
            () => new ContentBuffer(),
            (file, _, number, buffer) =>
            {
                var path = Path.Combine(root, file.Path);
                using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    file.Kind.Create(SeededRandom.For(seed, file.Seed)).Write(stream, file.Length, buffer);
                    File.SetLastWriteTimeUtc(stream.SafeFileHandle, Newest.AddSeconds(-(long)(SeededRandom.For(seed, number, 1).Next() % 100_000_000)));
                }

                if (number % FilesPerLink == 0)
                {
                    File.CreateSymbolicLink(path + ".link", Path.GetFileName(path));
                }

                return buffer;
            },
            _ => { });
    }
}
