using System.Globalization;

namespace Holdfast.Benchmarks.Data;

/// <summary>A tree of nothing but small text files, 200 to 8,000 bytes, about 200 in a folder.</summary>
internal static class SmallFilesTree
{
    private const int FilesPerFolder = 200;
    private const int Smallest = 200;
    private const int Largest = 8_000;

    private static readonly ContentKind[] Kinds = [.. ContentKind.All.Where(kind => kind.Extension is "cs" or "md" or "json")];

    /// <summary>Lists <paramref name="count"/> files.</summary>
    public static List<TreeFile> Plan(ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        var words = new Vocabulary(seed: 12, size: 2_000);
        var folders = new string[Math.Max(1, count / FilesPerFolder)];
        for (var index = 0; index < folders.Length; index++)
        {
            folders[index] = string.Create(CultureInfo.InvariantCulture, $"{words.Name(random)}/{words.Name(random)}{index}");
        }

        var files = new List<TreeFile>(count);
        for (var index = 0; index < count; index++)
        {
            var kind = Kinds[random.Below(4) % Kinds.Length];
            var name = string.Create(CultureInfo.InvariantCulture, $"{folders[random.Below(folders.Length)]}/{words.Name(random)}{index}.{kind.Extension}");
            files.Add(new TreeFile(name, kind, Math.Clamp(random.LogNormal(1_800, 1.3), Smallest, Largest), index));
        }

        return files;
    }
}
