using System.Globalization;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;
using Xunit;

namespace Holdfast.Engine.Tests.Catalogs;

public sealed class CatalogWriterTests
{
    /// <summary>Each entry, by its attribute, fills a chunk of the catalog; each path, by its length, most of a line of the root.</summary>
    [Fact]
    public async Task However_long_the_paths_are_no_chunk_of_the_root_is_longer_than_a_chunk_may_be()
    {
        const int Chunks = 1100;
        var attribute = new ExtendedAttribute("user.long", new byte[400 << 10]);
        var folders = string.Concat(Enumerable.Repeat(new string('p', 200) + "/", 19));
        var roots = new List<int>();
        var pack = new PackReference("2026-11-22t21-00-00/volume/gitserver/01a2056066997243bd4cd8d234f159b2/c00001.pack");
        using var writer = new CatalogWriter((text, kind, _) =>
        {
            if (kind == FrameKind.CatalogRoot)
            {
                roots.Add(text.Length);
            }

            return ValueTask.FromResult(new StoredChunk(default, text.Length, pack, 64, 100));
        });
        for (var i = 0; i < Chunks; i++)
        {
            await writer.AddAsync(
                new CatalogEntry
                {
                    Path = EntryPath.FromText(folders + i.ToString("D5", CultureInfo.InvariantCulture)),
                    Metadata = new EntryMetadata { Kind = EntryKind.Directory },
                    Attributes = [attribute],
                },
                TestContext.Current.CancellationToken);
        }

        var root = await writer.FinishAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Chunks, writer.ChunkCount);
        Assert.Equal(roots.Count, root.Count);
        Assert.InRange(roots.Sum(), StoredChunk.MaxSize + 1, int.MaxValue);
        Assert.All(roots, length => Assert.InRange(length, 1, StoredChunk.MaxSize));
    }
}
