using CsCheck;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class TreeWriterTests : IDisposable
{
    private static readonly FileTime Time = new(-1234, 999_999_999);

    private readonly TemporaryVolume _volume = new();
    private readonly TreeWriter _writer;

    public TreeWriterTests() => _writer = TreeWriter.Open(_volume.Root);

    [Fact]
    public void Any_metadata_comes_back()
    {
        var number = 0;
        Wanted.Sample(
            wanted =>
            {
                var (kind, mode, seconds, nanoseconds, owner, attributes) = wanted;
                var path = EntryPath.FromText($"{number++}");
                var metadata = new EntryMetadata
                {
                    Kind = kind,
                    Mode = kind == EntryKind.Symlink ? 0x1ff : (uint)mode,
                    ModifiedAt = new FileTime(seconds, nanoseconds),
                    Uid = Environment.IsPrivilegedProcess ? (uint)owner : _volume.Root.Stat(EntryPath.Root).Uid,
                    Gid = Environment.IsPrivilegedProcess ? (uint)owner / 2 : _volume.Root.Stat(EntryPath.Root).Gid,
                    Size = kind == EntryKind.File ? 7 : 0,
                };

                // Only files and directories may have attributes that users give them.
                var given = kind is EntryKind.File or EntryKind.Directory ? attributes : [];
                Write(path, metadata, given);

                Assert.Empty(new EntryCheck(_volume.Root).Differences(path, metadata, given, "target"u8));
            },
            iter: 300,
            threads: 1);
        Assert.Equal(0, _writer.Warnings.Count);
    }

    [Fact]
    public void A_large_file_is_written_in_parallel_and_keeps_its_holes()
    {
        const int Size = 8 << 20;
        var path = EntryPath.FromText("sparse");
        var metadata = Own(EntryKind.File, 0x1a4) with { Size = Size };
        using var file = _writer.CreateFile(path, Size);
        Parallel.For(0, 4, i => _writer.Write(file, new byte[] { (byte)(i + 1) }, (i * (2 << 20)) + 5));
        _writer.FinishFile(file, path, metadata, []);

        var content = new byte[Size];
        Assert.Equal(Size, _volume.Root.Read(file, content, 0));
        Assert.Equal(10, content.Sum(value => value));
        Assert.Equal((1, 4), (content[5], content[(6 << 20) + 5]));
        Assert.True(_volume.Root.Inspect(path).Blocks * 512 < Size / 4);
        Assert.Empty(new EntryCheck(_volume.Root).Differences(path, metadata, [], []));
    }

    [Fact]
    public void Access_control_lists_come_back()
    {
        ExtendedAttribute access = new("system.posix_acl_access", AccessControlLists.WithUser(1234));
        ExtendedAttribute inherited = new("system.posix_acl_default", AccessControlLists.WithUser(77));
        var (file, directory) = (EntryPath.FromText("file"), EntryPath.FromText("directory"));

        // The group's bits of the mode are the list's mask.
        _writer.WriteWholeFile(file, [], Own(EntryKind.File, 0x1b4), [access]);
        _writer.CreateDirectory(directory);
        _writer.FinishDirectory(directory, Own(EntryKind.Directory, 0x1b4), [access, inherited]);

        Assert.Empty(new EntryCheck(_volume.Root).Differences(file, Own(EntryKind.File, 0x1b4), [access], []));
        Assert.Empty(new EntryCheck(_volume.Root).Differences(directory, Own(EntryKind.Directory, 0x1b4), [inherited, access], []));
    }

    [Fact]
    public void Hard_links_are_names_of_one_file()
    {
        var first = EntryPath.FromText("directory/first");
        var second = EntryPath.FromText("second");
        _writer.CreateDirectory(EntryPath.FromText("directory"));
        _writer.WriteWholeFile(first, "x"u8, Own(EntryKind.File, 0x180), []);
        _writer.CreateHardLink(second, first);

        Assert.Empty(new EntryCheck(_volume.Root).Differences(second, Own(EntryKind.HardLink, 0), [], first.Bytes));
        _volume.MakeFile("other");
        Assert.Single(new EntryCheck(_volume.Root).Differences(EntryPath.FromText("other"), Own(EntryKind.HardLink, 0), [], first.Bytes));
    }

    [Fact]
    public void Device_nodes_come_back()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root makes device nodes.");
        var path = EntryPath.FromText("node");
        var metadata = Own(EntryKind.BlockDevice, 0x1b6) with { DeviceMajor = 259, DeviceMinor = 0x12345 };

        Assert.True(_writer.CreateSpecial(path, metadata, []));
        Assert.Empty(new EntryCheck(_volume.Root).Differences(path, metadata, [], []));
    }

    [Fact]
    public void The_trees_own_directory_gets_its_metadata_last()
    {
        _writer.WriteWholeFile(EntryPath.FromText("file"), [], Own(EntryKind.File, 0x180), []);
        var metadata = Own(EntryKind.Directory, 0b001_111_101_101);
        _writer.FinishDirectory(EntryPath.Root, metadata, [new ExtendedAttribute("user.root", [1])]);

        Assert.Empty(new EntryCheck(_volume.Root).Differences(EntryPath.Root, metadata, [new ExtendedAttribute("user.root", [1])], []));
    }

    [Fact]
    public void Paths_may_be_longer_than_one_system_call_takes()
    {
        var path = EntryPath.Root;
        for (var i = 0; i < 40; i++)
        {
            path = path.Child(System.Text.Encoding.ASCII.GetBytes(new string((char)('a' + (i % 26)), 250)));
            _writer.CreateDirectory(path);
        }

        var file = path.Child("file"u8);
        _writer.WriteWholeFile(file, "deep"u8, Own(EntryKind.File, 0x180) with { Size = 4 }, []);
        _writer.CreateSymlink(path.Child("link"u8), "target"u8, Own(EntryKind.Symlink, 0), []);
        _writer.CreateHardLink(path.Child("second"u8), file);
        _writer.FinishDirectory(path, Own(EntryKind.Directory, 0x1ed), []);

        Assert.True(path.Bytes.Length > 10_000);
        var check = new EntryCheck(_volume.Root);
        Assert.Empty(check.Differences(file, Own(EntryKind.File, 0x180) with { Size = 4 }, [], []));
        Assert.Empty(check.Differences(path.Child("link"u8), Own(EntryKind.Symlink, 0), [], "target"u8));
        Assert.Empty(check.Differences(path, Own(EntryKind.Directory, 0x1ed), [], []));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        var path = EntryPath.FromText("entry");
        _writer.WriteWholeFile(path, "first"u8, Own(EntryKind.File, 0x180), []);

        Assert.Throws<VolumeException>(() => _writer.WriteWholeFile(path, "second"u8, Own(EntryKind.File, 0x180), []));
        Assert.Throws<VolumeException>(() => _writer.CreateFile(path, 1));
        Assert.Throws<VolumeException>(() => _writer.CreateDirectory(path));
        Assert.Throws<VolumeException>(() => _writer.CreateSymlink(path, "x"u8, Own(EntryKind.Symlink, 0), []));
        Assert.Throws<VolumeException>(() => _writer.CreateHardLink(path, path));
        Assert.Throws<VolumeException>(() => _writer.CreateSpecial(path, Own(EntryKind.Fifo, 0x180), []));
        Assert.Equal("first", File.ReadAllText(_volume.Full("entry")));
    }

    [Fact]
    public void A_directory_with_content_is_refused()
    {
        _volume.MakeFile("live");
        var error = Assert.Throws<IOException>(() => TreeWriter.Open(_volume.Root));
        Assert.Contains("not empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_files_inherit_nothing_from_the_directory_around()
    {
        using var around = new TemporaryVolume();
        around.MakeDirectory("parent");
        around.SetAttribute("parent", "system.posix_acl_default", AccessControlLists.WithUser(1234));
        around.SetMode("parent", 0b010_111_111_111);
        using var inner = new TemporaryVolume(around.Full("parent"));
        Assert.NotEmpty(inner.Root.ReadAttributes(EntryPath.Root));

        var writer = TreeWriter.Open(inner.Root);
        var (file, directory) = (EntryPath.FromText("directory/file"), EntryPath.FromText("directory"));
        writer.CreateDirectory(directory);
        writer.WriteWholeFile(file, [], Own(EntryKind.File, 0x1ff), []);
        writer.FinishDirectory(directory, Own(EntryKind.Directory, 0x1ff), []);

        Assert.Empty(new EntryCheck(inner.Root).Differences(file, Own(EntryKind.File, 0x1ff), [], []));
        Assert.Empty(new EntryCheck(inner.Root).Differences(directory, Own(EntryKind.Directory, 0x1ff), [], []));
    }

    public void Dispose() => _volume.Dispose();

    private static readonly Gen<EntryKind> Kind =
        Gen.Int[0, 3].Select(i => new[] { EntryKind.File, EntryKind.Directory, EntryKind.Symlink, EntryKind.Fifo }[i]);

    private static readonly Gen<List<ExtendedAttribute>> Attributes =
        Gen.Select(Gen.Int[0, 9], Gen.Byte.Array[0, 200], (i, value) => new ExtendedAttribute($"user.name-{i}", value)).List[0, 4]
            .Select(list => list.DistinctBy(attribute => attribute.Name).ToList());

    private static readonly Gen<(EntryKind, int, long, uint, int, List<ExtendedAttribute>)> Wanted = Gen.Select(
        Kind, Gen.Int[0, 0b111_111_111_111], Gen.Long[-2_000_000_000, 8_000_000_000], Gen.UInt[0, 999_999_999], Gen.Int[0, 3], Attributes);

    private EntryMetadata Own(EntryKind kind, uint mode)
    {
        var root = _volume.Root.Stat(EntryPath.Root);
        return new EntryMetadata { Kind = kind, Mode = mode, Uid = root.Uid, Gid = root.Gid, ModifiedAt = Time };
    }

    private void Write(EntryPath path, in EntryMetadata metadata, List<ExtendedAttribute> attributes)
    {
        switch (metadata.Kind)
        {
            case EntryKind.File:
                _writer.WriteWholeFile(path, "content"u8, metadata, attributes);
                break;
            case EntryKind.Directory:
                _writer.CreateDirectory(path);
                _writer.FinishDirectory(path, metadata, attributes);
                break;
            case EntryKind.Symlink:
                _writer.CreateSymlink(path, "target"u8, metadata, attributes);
                break;
            default:
                Assert.True(_writer.CreateSpecial(path, metadata, attributes));
                break;
        }
    }
}
