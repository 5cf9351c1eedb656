using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class TreeWriterConfinementTests : IDisposable
{
    private readonly TemporaryVolume _volume = new();
    private readonly TemporaryVolume _outside = new();
    private readonly TreeWriter _writer;

    public TreeWriterConfinementTests() => _writer = TreeWriter.Open(_volume.Root);

    [Fact]
    public async Task A_link_put_in_place_of_a_directory_leads_nowhere()
    {
        _outside.MakeDirectory("below");
        _outside.MakeFile("secret", "secret");
        var before = (await _outside.ScanAsync()).Select(entry => (entry.Path, entry.Metadata)).ToList();

        _writer.CreateDirectory(EntryPath.FromText("a"));
        _writer.CreateDirectory(EntryPath.FromText("a/below"));
        Directory.Delete(_volume.Full("a"), recursive: true);
        _volume.MakeSymlink("a", _outside.DirectoryPath);

        var metadata = new EntryMetadata { Kind = EntryKind.File, Mode = 0x1ff };
        foreach (var path in new[] { "a/x", "a/below/x" }.Select(EntryPath.FromText))
        {
            Assert.Throws<VolumeException>(() => _writer.WriteWholeFile(path, "x"u8, metadata, []));
            Assert.Throws<VolumeException>(() => _writer.CreateFile(path, 1));
            Assert.Throws<VolumeException>(() => _writer.CreateDirectory(path));
            Assert.Throws<VolumeException>(() => _writer.CreateSymlink(path, "x"u8, metadata with { Kind = EntryKind.Symlink }, []));
            Assert.Throws<VolumeException>(() => _writer.CreateSpecial(path, metadata with { Kind = EntryKind.Fifo }, []));
        }

        Assert.Throws<VolumeException>(() => _writer.FinishDirectory(EntryPath.FromText("a"), metadata, []));
        Assert.Throws<VolumeException>(() => _writer.FinishDirectory(EntryPath.FromText("a/below"), metadata, []));
        Assert.Throws<VolumeException>(() => _writer.CreateHardLink(EntryPath.FromText("stolen"), EntryPath.FromText("a/secret")));
        Assert.Equal(before, (await _outside.ScanAsync()).Select(entry => (entry.Path, entry.Metadata)));
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(_volume.DirectoryPath).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_put_in_place_of_a_file_is_not_written_through()
    {
        _outside.MakeFile("secret", "secret");
        _volume.MakeSymlink("link", _outside.Full("secret"));

        Assert.Throws<VolumeException>(() => _writer.WriteWholeFile(EntryPath.FromText("link"), "x"u8, new EntryMetadata { Kind = EntryKind.File }, []));
        Assert.Equal("secret", File.ReadAllText(_outside.Full("secret")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/tmp/x")]
    [InlineData("a/../../x")]
    [InlineData("a/./x")]
    [InlineData("a//x")]
    [InlineData("x/")]
    [InlineData("")]
    public void Paths_that_are_none_are_refused(string text)
    {
        var path = EntryPath.FromText(text);
        var metadata = new EntryMetadata { Kind = EntryKind.File };
        _writer.WriteWholeFile(EntryPath.FromText("file"), [], metadata, []);

        Assert.Throws<ArgumentException>(() => _writer.WriteWholeFile(path, [], metadata, []));
        Assert.Throws<ArgumentException>(() => _writer.CreateFile(path, 1));
        Assert.Throws<ArgumentException>(() => _writer.CreateDirectory(path));
        Assert.Throws<ArgumentException>(() => _writer.CreateSymlink(path, "x"u8, metadata, []));
        Assert.Throws<ArgumentException>(() => _writer.CreateSpecial(path, metadata with { Kind = EntryKind.Fifo }, []));
        Assert.Throws<ArgumentException>(() => _writer.CreateHardLink(path, EntryPath.FromText("file")));
        Assert.Throws<ArgumentException>(() => _writer.CreateHardLink(EntryPath.FromText("new"), path));
    }

    [Fact]
    public void Names_and_targets_with_a_zero_byte_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _writer.CreateDirectory(new EntryPath([(byte)'a', 0, (byte)'b'])));
        Assert.Throws<ArgumentException>(() => _writer.CreateSymlink(EntryPath.FromText("l"), [1, 0, 2], default(EntryMetadata), []));
        Assert.Throws<ArgumentException>(() => _writer.CreateSymlink(EntryPath.FromText("l"), [], default(EntryMetadata), []));
    }

    public void Dispose()
    {
        _volume.Dispose();
        _outside.Dispose();
    }
}
