using System.Globalization;

namespace Holdfast.Benchmarks.Data;

/// <summary>A tree as a server's volume looks: many small text files, few large ones, and most bytes in the large ones.</summary>
internal static class MixedTree
{
    private const int DuplicatePercent = 4;
    private const long Smallest = 40;

    /// <summary>Lists <paramref name="count"/> files of <paramref name="bytes"/> bytes in total.</summary>
    public static List<TreeFile> Plan(ulong seed, int count, long bytes)
    {
        var random = new SeededRandom(seed);
        var folders = Folders(random, count);
        var files = new List<TreeFile>(count);
        for (var index = 0; index < count; index++)
        {
            var kind = KindAt(random.Below(1000));
            var folder = folders[kind.Folder];
            var name = string.Create(CultureInfo.InvariantCulture, $"{kind.Folder}/{folder[random.Below(folder.Length)]}/{random.Next() & 0xffff:x4}_{index}.{kind.Extension}");
            var first = files.Count == 0 ? default : files[random.Below(files.Count)];
            files.Add(random.Percent(DuplicatePercent) && first.Kind == kind
                ? first with { Path = name }
                : new TreeFile(name, kind, random.LogNormal(kind.Median, kind.Spread), index));
        }

        var factor = (double)bytes / files.Sum(file => file.Length);
        return files.ConvertAll(file => file with { Length = Math.Max(Smallest, (long)(file.Length * factor)) });
    }

    private static Dictionary<string, string[]> Folders(SeededRandom random, int count)
    {
        var words = new Vocabulary(seed: 11, size: 300);
        return ContentKind.All.ToDictionary(kind => kind.Folder, kind =>
        {
            var folders = new string[1 + (count * kind.Share / 1000 / 12)];
            for (var index = 0; index < folders.Length; index++)
            {
                folders[index] = words.Name(random);
                for (var depth = random.Below(4); depth > 0; depth--)
                {
                    folders[index] += "/" + words.Name(random);
                }
            }

            return folders;
        });
    }

    private static ContentKind KindAt(int thousandth)
    {
        foreach (var kind in ContentKind.All)
        {
            thousandth -= kind.Share;
            if (thousandth < 0)
            {
                return kind;
            }
        }

        return ContentKind.All[^1];
    }
}
