using System.IO.Enumeration;

namespace Holdfast.StoreAccess.Staging;

/// <summary>What lies in the staging area to be stored, of all processes.</summary>
/// <param name="Bytes">How much it is, with what open files will have.</param>
/// <param name="Written">How much of it is written.</param>
/// <param name="Count">How many files.</param>
internal readonly record struct StagedFiles(long Bytes, long Written, int Count)
{
    /// <summary>What the uploader has fetched loses its name as soon as it is opened.</summary>
    private const string Fetched = "fetched";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Looks.</summary>
    /// <param name="root">The staging area.</param>
    /// <param name="open">Files that are being written by this process, with what they will have; some may not be there yet.</param>
    public static StagedFiles Look(string root, IReadOnlyDictionary<string, long> open)
    {
        var files = new FileSystemEnumerable<(string Path, long Length)>(root, (ref entry) => (entry.ToFullPath(), entry.Length), Everything)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.FileName.SequenceEqual(Fetched),
        };
        var (promised, written, count) = (open.Values.Sum(), 0L, 0);
        foreach (var (path, length) in files)
        {
            written += length;
            promised -= open.TryGetValue(path, out var whole) ? Math.Min(whole, length) : 0;
            count++;
        }

        return new StagedFiles(written + promised, written, count);
    }
}
