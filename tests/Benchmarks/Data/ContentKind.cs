namespace Holdfast.Benchmarks.Data;

/// <summary>A kind of files in the generated trees.</summary>
/// <param name="Extension">Ending of the file name, by which the kind is known again when a file changes.</param>
/// <param name="Folder">First folder of the path.</param>
/// <param name="Share">Of all files, in thousandths.</param>
/// <param name="Median">Median length in bytes, before the tree is scaled to its wanted size.</param>
/// <param name="Spread">Deviation of the length in powers of two.</param>
/// <param name="Create">Makes the content of one file.</param>
internal sealed record ContentKind(string Extension, string Folder, int Share, long Median, double Spread, Func<SeededRandom, Content> Create)
{
    /// <summary>All kinds; the shares add up to a thousand.</summary>
    public static readonly ContentKind[] All =
    [
        new("cs", "src", 585, 4_000, 1.6, random => new SourceText(random)),
        new("md", "docs", 60, 6_000, 1.6, random => new Prose(random)),
        new("json", "config", 120, 6_000, 2.4, random => new JsonText(random)),
        new("csv", "data", 45, 80_000, 2.4, random => new CsvText(random)),
        new("log", "var/log", 40, 100_000, 2.4, random => new LogText(random)),
        new("so", "lib", 85, 50_000, 2.4, random => new BinaryContent(random)),
        new("jpg", "media", 65, 90_000, 1.8, random => new MediaContent(random)),
    ];

    /// <summary>The kind of an existing file.</summary>
    public static ContentKind Of(string path)
    {
        var extension = Path.GetExtension(path.AsSpan()).TrimStart('.');
        foreach (var kind in All)
        {
            if (extension.SequenceEqual(kind.Extension))
            {
                return kind;
            }
        }

        return All[0];
    }
}
