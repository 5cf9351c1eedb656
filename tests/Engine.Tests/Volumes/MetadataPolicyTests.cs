using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class MetadataPolicyTests
{
    private static readonly EntryPath File = EntryPath.FromText("file");
    private static readonly EntryMetadata OfRoot = new() { Kind = EntryKind.File, Mode = 0b110_111_101_101 };

    [Fact]
    public void Without_the_right_to_give_files_away_a_strict_restore_fails() => UnprivilegedThread.Run(() =>
    {
        using var volume = new TemporaryVolume();
        var writer = TreeWriter.Open(volume.Root, MetadataPolicy.Strict);

        var error = Assert.Throws<VolumeException>(() => writer.WriteWholeFile(File, [], OfRoot, []));
        Assert.Contains("give to owner 0 and group 0 'file'", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_lenient_restore_lists_what_it_could_not_do_and_lends_no_rights() => UnprivilegedThread.Run(() =>
    {
        using var volume = new TemporaryVolume();
        var writer = TreeWriter.Open(volume.Root, MetadataPolicy.Warn);
        var device = EntryPath.FromText("device");

        writer.WriteWholeFile(File, "x"u8, OfRoot, [new ExtendedAttribute("unknown.holdfast", [1]), new ExtendedAttribute("user.kept", [2])]);
        Assert.False(writer.CreateSpecial(device, new EntryMetadata { Kind = EntryKind.CharacterDevice, DeviceMajor = 8 }, []));

        Assert.Equal(0b111_101_101u, volume.Root.Stat(File).Mode);
        Assert.Equal(["user.kept"], volume.Root.ReadAttributes(File).Select(attribute => attribute.Name));
        Assert.Equal([File, File, File, device], writer.Warnings.First.Select(warning => warning.Path));
        Assert.Equal(4, writer.Warnings.Count);
    });

    [Fact]
    public void A_read_only_file_of_ones_own_still_gets_its_attributes() => UnprivilegedThread.Run(() =>
    {
        using var volume = new TemporaryVolume();
        var writer = TreeWriter.Open(volume.Root, MetadataPolicy.Strict);
        var own = volume.Root.Stat(EntryPath.Root);
        var metadata = new EntryMetadata { Kind = EntryKind.File, Mode = 0b100_000_000, Uid = own.Uid, Gid = own.Gid };

        writer.WriteWholeFile(File, [], metadata, [new ExtendedAttribute("user.note", [1])]);

        Assert.Empty(new EntryCheck(volume.Root).Differences(File, metadata, [new ExtendedAttribute("user.note", [1])], []));
    });
}
