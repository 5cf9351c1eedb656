using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

/// <summary>
/// An ext4 image inside a tmpfs that is too small for it: the file system takes every write, and only bringing them to the disk fails.
/// </summary>
public sealed class DurableTests
{
    private const int Payload = 24 << 20;

    [Fact]
    public void What_did_not_reach_the_disk_is_an_error() => OnBrokenDisk(volume =>
    {
        using var file = File.OpenHandle(volume.Full("file"), FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, new byte[Payload], 0);

        var error = Assert.Throws<VolumeException>(() => Durable.SyncFile(file));
        Assert.Contains(volume.Full("file"), error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_tree_that_did_not_reach_the_disk_is_an_error() => OnBrokenDisk(volume =>
    {
        var writer = TreeWriter.Open(volume.Root);
        using var file = writer.CreateFile(EntryPath.FromText("file"), Payload);
        writer.Write(file, new byte[Payload], 0);

        Assert.Throws<VolumeException>(writer.SyncFileSystem);
    });

    [Fact]
    public void Files_and_directories_on_a_sound_disk_are_synced()
    {
        using var volume = new TemporaryVolume();
        using (var file = File.OpenHandle(volume.Full("file"), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, "content"u8, 0);
            Durable.SyncFile(file);
        }

        Durable.SyncDirectory(volume.DirectoryPath);
        Assert.True(Assert.Throws<VolumeException>(() => Durable.SyncDirectory(volume.Full("gone"))).IsVanished);
    }

    private static void OnBrokenDisk(Action<TemporaryVolume> test)
    {
        using var host = new TemporaryVolume();
        Directory.CreateDirectory(host.Full("small"));
        Directory.CreateDirectory(host.Full("disk"));
        using var small = Mount.At(host.Full("small"), "-t", "tmpfs", "-o", "size=12M", "tmpfs");
        var image = host.Full("small/image");
        using (var file = File.OpenHandle(image, FileMode.CreateNew, FileAccess.Write, preallocationSize: 0))
        {
            RandomAccess.SetLength(file, 64 << 20);
        }

        Assert.Null(Mount.Run("mkfs.ext4", ["-q", "-F", "-m", "0", "-O", "^has_journal", image]));
        using var disk = Mount.At(host.Full("disk"), "-o", "loop,errors=continue", image);
        using var volume = new TemporaryVolume(host.Full("disk"));
        test(volume);
    }
}
