using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class MountPointTests : IDisposable
{
    private readonly TemporaryVolume _volume = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_mounted_inside_is_left_out_and_counted(bool isSameFileSystem)
    {
        using var elsewhere = new TemporaryVolume();
        elsewhere.MakeFile("elsewhere");
        _volume.MakeDirectory("mounted");
        _volume.MakeFile("own");
        string[] arguments = isSameFileSystem ? ["--bind", elsewhere.DirectoryPath] : ["-t", "tmpfs", "tmpfs"];
        using var mount = Mount.At(_volume.Full("mounted"), arguments);
        await File.WriteAllTextAsync(_volume.Full("mounted/inner"), "", TestContext.Current.CancellationToken);

        var reported = new List<EntryPath>();
        var options = new ScanOptions { OnMountPoint = reported.Add };
        var paths = (await _volume.ScanAsync(options)).Select(entry => entry.Path.ToString());
        Assert.Equal(["", "mounted", "own"], paths);
        Assert.Equal([EntryPath.FromText("mounted")], reported);
        Assert.Equal(1, options.Counts.MountPoints);

        var everything = await _volume.ScanAsync(new ScanOptions { StayOnFileSystem = false });
        Assert.Contains(everything, entry => entry.Path == EntryPath.FromText("mounted/inner"));
    }

    [Fact]
    public async Task The_volume_itself_may_be_a_mount_point()
    {
        _volume.MakeDirectory("mounted");
        using var mount = Mount.At(_volume.Full("mounted"), "-t", "tmpfs", "tmpfs");
        Directory.CreateDirectory(_volume.Full("mounted/directory/below"));

        using var root = VolumeRoot.Open(_volume.Full("mounted"));
        var count = 0;
        await foreach (var batch in VolumeScanner.ScanAsync(root, new ScanOptions(), TestContext.Current.CancellationToken))
        {
            count += batch.Length;
        }

        Assert.Equal(3, count);
    }

    public void Dispose() => _volume.Dispose();
}
