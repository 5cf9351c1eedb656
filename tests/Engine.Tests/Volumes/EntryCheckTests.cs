using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class EntryCheckTests : IDisposable
{
    private readonly TemporaryVolume _volume = new();
    private readonly EntryPath _path;
    private readonly EntryMetadata _actual;

    public EntryCheckTests()
    {
        _path = _volume.MakeFile("file", "content");
        _volume.SetAttribute("file", "user.a", [1]);
        _actual = _volume.Root.Stat(_path);
    }

    [Fact]
    public void The_same_is_no_difference() => Assert.Empty(Differences(_actual));

    [Fact]
    public void Inode_and_change_time_do_not_count() => Assert.Empty(Differences(_actual with { Inode = 1, ChangedAt = default }));

    [Fact]
    public void Each_difference_is_named()
    {
        AssertNames("size", _actual with { Size = 8 });
        AssertNames("mode", _actual with { Mode = 0b100_110_100_100 });
        AssertNames("owner", _actual with { Uid = _actual.Uid + 1 });
        AssertNames("group", _actual with { Gid = _actual.Gid + 1 });
        AssertNames("modification time", _actual with { ModifiedAt = _actual.ModifiedAt with { Nanoseconds = (_actual.ModifiedAt.Nanoseconds + 1) % 1_000_000_000 } });
        AssertNames("is a File instead of a Fifo", _actual with { Kind = EntryKind.Fifo });
    }

    [Fact]
    public void Owners_are_left_alone_when_they_could_not_be_restored() =>
        Assert.Empty(new EntryCheck(_volume.Root, comparesOwners: false).Differences(
            _path, _actual with { Uid = 77, Gid = 77 }, [new ExtendedAttribute("user.a", [1])], []));

    [Fact]
    public void Attributes_are_compared_both_ways()
    {
        var check = new EntryCheck(_volume.Root);
        Assert.Equal(
            ["'file' has another value of the extended attribute user.a", "'file' lacks the extended attribute user.b"],
            check.Differences(_path, _actual, [new ExtendedAttribute("user.a", [2]), new ExtendedAttribute("user.b", [])], []));
        Assert.Equal(["'file' has an extended attribute user.a that was not saved"], check.Differences(_path, _actual, [], []));
    }

    [Fact]
    public void A_missing_entry_is_a_difference() =>
        Assert.Equal(["'gone' is missing"], new EntryCheck(_volume.Root).Differences(EntryPath.FromText("gone"), _actual, [], []));

    [Fact]
    public void Link_targets_are_compared()
    {
        var link = _volume.MakeSymlink("link", "somewhere");
        var metadata = _volume.Root.Stat(link);

        Assert.Empty(new EntryCheck(_volume.Root).Differences(link, metadata, [], "somewhere"u8));
        Assert.Equal(
            ["'link' points to 'somewhere' instead of 'elsewhere'"],
            new EntryCheck(_volume.Root).Differences(link, metadata, [], "elsewhere"u8));
    }

    public void Dispose() => _volume.Dispose();

    private void AssertNames(string what, in EntryMetadata expected) =>
        Assert.Contains(what, Assert.Single(Differences(expected)), StringComparison.Ordinal);

    private IReadOnlyList<string> Differences(in EntryMetadata expected) =>
        new EntryCheck(_volume.Root).Differences(_path, expected, [new ExtendedAttribute("user.a", [1])], []);
}
