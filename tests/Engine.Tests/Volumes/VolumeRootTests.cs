using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Native;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class VolumeRootTests : IDisposable
{
    private readonly TemporaryVolume _volume = new();

    [Fact]
    public void Every_kind_is_told_apart()
    {
        _volume.MakeFile("file", "12345");
        _volume.MakeDirectory("directory");
        _volume.MakeSymlink("link", "file");
        _volume.MakeNode("fifo", StatxBuffer.FifoType | 0x180);
        _volume.MakeNode("socket", StatxBuffer.SocketType | 0x180);

        Assert.Equal((EntryKind.File, 5L), (Stat("file").Kind, Stat("file").Size));
        Assert.Equal((EntryKind.Directory, 0L), (Stat("directory").Kind, Stat("directory").Size));
        Assert.Equal((EntryKind.Symlink, 0L), (Stat("link").Kind, Stat("link").Size));
        Assert.Equal(EntryKind.Fifo, Stat("fifo").Kind);
        Assert.Equal(EntryKind.Socket, Stat("socket").Kind);
    }

    [Fact]
    public void Device_nodes_carry_their_numbers()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root makes device nodes.");
        _volume.MakeNode("null", StatxBuffer.CharacterDeviceType | 0x1b6, (1 << 8) | 3);
        _volume.MakeNode("disk", StatxBuffer.BlockDeviceType | 0x180, (8UL << 8) | 0x12300000UL | 0x45);

        Assert.Equal((EntryKind.CharacterDevice, 1u, 3u), (Stat("null").Kind, Stat("null").DeviceMajor, Stat("null").DeviceMinor));
        Assert.Equal((EntryKind.BlockDevice, 8u, 0x12345u), (Stat("disk").Kind, Stat("disk").DeviceMajor, Stat("disk").DeviceMinor));
    }

    [Theory]
    [InlineData(-1, 999_999_999u)]
    [InlineData(-2_000_000_000, 1u)]
    [InlineData(1_700_000_000, 123_456_789u)]
    [InlineData(4_294_967_296, 7u)]
    public void Times_keep_their_nanoseconds_also_before_1970(long seconds, uint nanoseconds)
    {
        _volume.MakeFile("file");
        _volume.SetModified("file", new FileTime(seconds, nanoseconds));

        Assert.Equal(new FileTime(seconds, nanoseconds), Stat("file").ModifiedAt);
    }

    [Fact]
    public void Hard_links_share_inode_and_device()
    {
        _volume.MakeHardLink("two", _volume.MakeFile("one"));

        var one = _volume.Root.Inspect(EntryPath.FromText("one"));
        var two = _volume.Root.Inspect(EntryPath.FromText("two"));

        Assert.Equal((2u, one.Device, one.Metadata.Inode), (two.Links, two.Device, two.Metadata.Inode));
    }

    [Fact]
    public void An_open_file_says_the_same_as_its_name()
    {
        var path = _volume.MakeFile("file", "content");
        using var file = _volume.Root.OpenRead(path);

        Assert.Equal(_volume.Root.Stat(path), _volume.Root.Stat(file));
    }

    [Fact]
    public void Reading_gives_the_bytes_and_ends_with_zero()
    {
        using var file = _volume.Root.OpenRead(_volume.MakeFile("file", "0123456789"));
        var buffer = new byte[8];

        Assert.Equal(8, _volume.Root.Read(file, buffer, 0));
        Assert.Equal(2, _volume.Root.Read(file, buffer, 8));
        Assert.Equal("89"u8, buffer.AsSpan(0, 2));
        Assert.Equal(0, _volume.Root.Read(file, buffer, 10));
    }

    [Fact]
    public void A_vanished_file_is_told_from_other_failures()
    {
        var gone = Assert.Throws<VolumeException>(() => _volume.Root.OpenRead(EntryPath.FromText("gone")));
        Assert.True(gone.IsVanished);
        Assert.Equal(EntryPath.FromText("gone"), gone.Path);
        Assert.Equal($"Cannot open 'gone' in '{_volume.DirectoryPath}': it does not exist (any more).", gone.Message);

        var directory = _volume.MakeDirectory("directory");
        using var handle = _volume.Root.OpenRead(directory);
        var unreadable = Assert.Throws<VolumeException>(() => _volume.Root.Read(handle, new byte[1], 0));
        Assert.False(unreadable.IsVanished);
        Assert.Contains(_volume.Full("directory"), unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opening_a_fifo_does_not_block()
    {
        _volume.MakeNode("fifo", StatxBuffer.FifoType | 0x180);
        using var fifo = _volume.Root.OpenRead(EntryPath.FromText("fifo"));
        Assert.Equal(EntryKind.Fifo, _volume.Root.Stat(fifo).Kind);
    }

    [Theory]
    [InlineData("target")]
    [InlineData("/absolute/and/dangling")]
    [InlineData("../../escape")]
    public void Link_targets_are_given_as_stored(string target)
    {
        Assert.Equal(Encoding.UTF8.GetBytes(target), _volume.Root.ReadLink(_volume.MakeSymlink("link", target)));
    }

    [Fact]
    public void No_symbolic_link_is_followed()
    {
        using var outside = new TemporaryVolume();
        outside.MakeFile("secret", "secret");
        _volume.MakeSymlink("directory", outside.DirectoryPath);
        _volume.MakeSymlink("file", outside.Full("secret"));
        var through = EntryPath.FromText("directory/secret");

        Assert.True(Assert.Throws<VolumeException>(() => _volume.Root.OpenRead(through)).IsVanished);
        Assert.True(Assert.Throws<VolumeException>(() => _volume.Root.OpenRead(EntryPath.FromText("file"))).IsVanished);
        Assert.True(Assert.Throws<VolumeException>(() => _volume.Root.Stat(through)).IsVanished);
        Assert.True(Assert.Throws<VolumeException>(() => _volume.Root.ReadAttributes(through)).IsVanished);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    public void Paths_that_lead_out_are_refused(string path)
    {
        Assert.Throws<ArgumentException>(() => _volume.Root.OpenRead(EntryPath.FromText(path)));
        Assert.Throws<ArgumentException>(() => _volume.Root.Stat(EntryPath.FromText(path)));
    }

    [Fact]
    public void Everything_works_on_paths_longer_than_one_system_call_takes()
    {
        var path = _volume.MakeFile(_volume.MakeDeepDirectory(8500).Child("file"u8), "deep");
        using var file = _volume.Root.OpenRead(path);

        Assert.Equal(4, _volume.Root.Read(file, new byte[10], 0));
        Assert.Equal(4, _volume.Root.Stat(path).Size);
        Assert.Empty(_volume.Root.ReadAttributes(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Walking_name_by_name_gives_the_same_as_one_call(bool inOneCall)
    {
        var path = _volume.MakeFile(_volume.MakeDirectory(_volume.MakeDirectory("a").Child("b"u8)).Child("c"u8));
        _volume.MakeSymlink("link", "a");

        var opened = PathWalk.Open(_volume.Root.Descriptor, path.Bytes, OpenFlags.ReadOnly, 0, inOneCall);
        Assert.True(opened >= 0);
        Libc.CloseQuietly(opened);
        Assert.Equal(-1, PathWalk.Open(_volume.Root.Descriptor, "link/b/c"u8, OpenFlags.ReadOnly, 0, inOneCall));
        Assert.Equal(-1, PathWalk.Open(_volume.Root.Descriptor, "link"u8, OpenFlags.ReadOnly, 0, inOneCall));

        var deep = _volume.MakeFile(_volume.MakeDeepDirectory(8500).Child("file"u8));
        opened = PathWalk.Open(_volume.Root.Descriptor, deep.Bytes, OpenFlags.ReadOnly, 0, inOneCall);
        Assert.True(opened >= 0);
        Libc.CloseQuietly(opened);
    }

    [Fact]
    public void Attributes_are_read_from_files_links_and_by_handle()
    {
        var path = _volume.MakeFile("file");
        Assert.Empty(_volume.Root.ReadAttributes(path));

        _volume.SetAttribute("file", "user.second", new byte[3000]);
        _volume.SetAttribute("file", "user.first", [0, 255, 10]);
        _volume.SetAttribute("file", "user.empty", []);

        var attributes = _volume.Root.ReadAttributes(path);
        Assert.Equal(["user.empty", "user.first", "user.second"], attributes.Select(attribute => attribute.Name));
        Assert.Equal([0, 255, 10], attributes[1].Value);
        Assert.Equal(new byte[3000], attributes[2].Value);
        using var file = _volume.Root.OpenRead(path);
        Assert.Equal(attributes.Select(a => a.Name), _volume.Root.ReadAttributes(file).Select(a => a.Name));
    }

    [Fact]
    public void Access_control_lists_are_attributes()
    {
        _volume.MakeDirectory("directory");
        _volume.SetAttribute("directory", "system.posix_acl_default", AccessControlLists.WithUser(1234));
        _volume.MakeFile("file");
        _volume.SetAttribute("file", "system.posix_acl_access", AccessControlLists.WithUser(1234));

        var onFile = Assert.Single(_volume.Root.ReadAttributes(EntryPath.FromText("file")));
        var onDirectory = Assert.Single(_volume.Root.ReadAttributes(EntryPath.FromText("directory")));
        Assert.Equal("system.posix_acl_access", onFile.Name);
        Assert.Equal("system.posix_acl_default", onDirectory.Name);
        Assert.Equal(AccessControlLists.WithUser(1234), onFile.Value);
    }

    [Fact]
    public void Holes_are_found()
    {
        const int Size = 3 << 20;
        using (var stream = File.Create(_volume.Full("sparse")))
        {
            stream.SetLength(Size);
            stream.Seek(1 << 20, SeekOrigin.Begin);
            stream.Write(new byte[] { 1 });
        }

        var path = EntryPath.FromText("sparse");
        using var file = _volume.Root.OpenRead(path);
        var segment = Assert.Single(_volume.Root.DataSegments(file, Size));
        Assert.True(segment.Offset <= 1 << 20 && segment.End > 1 << 20 && segment.Length < 1 << 20);
        Assert.True(_volume.Root.Inspect(path).Blocks * 512 < Size);

        using var dense = _volume.Root.OpenRead(_volume.MakeFile("dense", "dense"));
        Assert.Equal([new ByteRange(0, 5)], _volume.Root.DataSegments(dense, 5));
        using var empty = _volume.Root.OpenRead(_volume.MakeFile("empty"));
        Assert.Empty(_volume.Root.DataSegments(empty, 0));
    }

    [Fact]
    public void Opening_what_is_no_directory_fails_with_its_name()
    {
        _volume.MakeFile("file");
        var error = Assert.Throws<VolumeException>(() => VolumeRoot.Open(_volume.Full("file")));
        Assert.Contains(_volume.Full("file"), error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _volume.Dispose();

    private EntryMetadata Stat(string path) => _volume.Root.Stat(EntryPath.FromText(path));
}
