using System.Text;
using CsCheck;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;
using Xunit;

namespace Holdfast.Engine.Tests.Catalogs;

public sealed class CatalogTextTests
{
    private static readonly PackReference Pack = new("2026-11-22t21-00-00/volume/x/0123456789abcdef0123456789abcdef/00001.pack", 1000, new byte[32]);

    private static readonly Gen<CatalogEntry> Entries =
        from name in Gen.Byte[1, 255].Array[1, 40].Where(bytes => new EntryPath(bytes).IsSafe && !bytes.Contains((byte)'/'))
        from mode in Gen.UInt[0, 0xFFF]
        from seconds in Gen.Long[-5_000_000_000, 5_000_000_000]
        from nanoseconds in Gen.UInt[0, 999_999_999]
        from ids in Gen.UInt.Array[2]
        from inode in Gen.ULong
        from attribute in Gen.Byte.Array[0, 30]
        from lengths in Gen.Int[1, 100].Array[0, 5]
        select new CatalogEntry
        {
            Path = new EntryPath(name),
            Metadata = new EntryMetadata
            {
                Kind = EntryKind.File,
                Mode = mode,
                Uid = ids[0],
                Gid = ids[1],
                ModifiedAt = new FileTime(seconds, nanoseconds),
                ChangedAt = new FileTime(-seconds, nanoseconds),
                Inode = inode,
                Size = lengths.Sum(length => (long)length),
            },
            Attributes = attribute.Length == 0 ? [] : [new ExtendedAttribute("user.a \"quoted\" name", attribute)],
            Sha256 = lengths.Length == 0 ? null : [.. Enumerable.Repeat((byte)7, 32)],
            Content = [.. lengths.Select((length, i) => i == 2 ? ContentPart.Hole(length) : new ContentPart(Chunk((byte)i), 10 - i, length))],
        };

    [Fact]
    public void Every_entry_is_read_as_it_was_written() => Entries.Sample(entry =>
    {
        using var text = new CatalogText();
        text.Entry(entry, [.. entry.Content]);
        var read = Assert.Single(new CatalogChunkReader(new PackTable().With(Pack)).Entries(text.Written.Span));
        Assert.Equal(entry.Path, read.Path);
        Assert.Equal(entry.Metadata, read.Metadata);
        Assert.Equal(entry.Sha256, read.Sha256);
        Assert.Equal(entry.Attributes.Select(a => (a.Name, Convert.ToHexString(a.Value))), read.Attributes.Select(a => (a.Name, Convert.ToHexString(a.Value))));
        Assert.Equal(
            entry.Content.Select(p => (p.Chunk?.Id, p.Chunk?.Offset, p.Chunk?.Stored, p.Chunk?.Size, p.Offset, p.Length)),
            read.Content.Select(p => (p.Chunk?.Id, p.Chunk?.Offset, p.Chunk?.Stored, p.Chunk?.Size, p.Offset, p.Length)));
    });

    [Theory]
    [InlineData("""{"path":"../etc/passwd","type":"file","size":0}""")]
    [InlineData("""{"path":"/etc/passwd","type":"file","size":0}""")]
    [InlineData("""{"path":"a/../../b","type":"file","size":0}""")]
    [InlineData("""{"path":"a//b","type":"file","size":0}""")]
    [InlineData("""{"path":"a/./b","type":"dir"}""")]
    [InlineData("""{"path64":"YQBi","type":"file","size":0}""")]
    [InlineData("""{"path":"a","type":"socket"}""")]
    [InlineData("""{"path":"a","type":"file","size":5}""")]
    [InlineData("""{"path":"a","type":"file","size":5,"content":[[0,0,5]]}""")]
    [InlineData("""{"path":"a","type":"file","size":0,"mode":"99"}""")]
    [InlineData("""{"path":"a","type":"file","size":0,"mtime":"1.5"}""")]
    [InlineData("""{"path":"a","type":"file" """)]
    public void A_line_that_breaks_the_format_is_refused(string line) => Assert.Throws<CatalogFormatException>(() =>
        new CatalogChunkReader(new PackTable()).Entries(Encoding.UTF8.GetBytes(line + "\n")));

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "a")]
    public void Entries_out_of_order_are_refused(string first, string second) => Assert.Throws<CatalogFormatException>(() =>
        new CatalogOrder().Check([Entry("", EntryKind.Directory), Entry(first, EntryKind.File), Entry(second, EntryKind.File)]));

    [Theory]
    [InlineData(EntryKind.Symlink)]
    [InlineData(EntryKind.File)]
    public void An_entry_behind_something_else_than_a_directory_is_refused(EntryKind kind) => Assert.Throws<CatalogFormatException>(() =>
        new CatalogOrder().Check([Entry("", EntryKind.Directory), Entry("a", kind), Entry("a/passwd", EntryKind.File)]));

    [Fact]
    public void A_text_cut_short_is_refused() => Assert.Throws<CatalogFormatException>(() =>
        new CatalogChunkReader(new PackTable()).Entries("""{"path":"a","type":"file","size":0}"""u8));

    [Fact]
    public void Mutated_text_is_refused_or_read_but_never_crashes() => Gen.Select(Entries, Gen.Int[0, 10_000], Gen.Byte).Sample((entry, at, value) =>
    {
        using var text = new CatalogText();
        text.Entry(entry, [.. entry.Content]);
        var bytes = text.Written.ToArray();
        bytes[at % bytes.Length] = value;
        var failure = Record.Exception(() => new CatalogChunkReader(new PackTable().With(Pack)).Entries(bytes));
        Assert.True(failure is null or CatalogFormatException, failure?.ToString());
    });

    private static CatalogEntry Entry(string path, EntryKind kind) =>
        new() { Path = EntryPath.FromText(path), Metadata = new EntryMetadata { Kind = kind } };

    private static StoredChunk Chunk(byte id) => new(new ChunkId([.. Enumerable.Repeat(id, 32)]), 200, Pack, 64, 150);
}

internal static class PackTableExtensions
{
    public static PackTable With(this PackTable table, PackReference pack)
    {
        table.Unique(pack);
        return table;
    }
}
