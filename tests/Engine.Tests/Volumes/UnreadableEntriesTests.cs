using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class UnreadableEntriesTests
{
    [Fact]
    public void An_unreadable_directory_fails_the_scan_by_default() => InVolume(async volume =>
    {
        var error = await Assert.ThrowsAsync<VolumeException>(() => volume.ScanAsync());
        Assert.True(error.IsDenied);
        Assert.False(error.IsVanished);
        Assert.Equal(EntryPath.FromText("closed"), error.Path);
        Assert.StartsWith($"Cannot list the directory 'closed' in '{volume.DirectoryPath}': Permission denied", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void An_unreadable_directory_is_reported_when_asked_for() => InVolume(async volume =>
    {
        var reported = new List<string>();
        var options = new ScanOptions { OnUnreadable = (path, error) => reported.Add($"{path} {error.Errno}") };

        var paths = (await volume.ScanAsync(options)).Select(entry => entry.Path.ToString());

        Assert.Equal(["", "closed", "open"], paths);
        Assert.Equal(["closed 13"], reported);
        Assert.Equal(1, options.Counts.Unreadable);
    });

    [Fact]
    public void Entries_of_a_directory_that_may_be_listed_but_not_searched_are_reported() => InVolume(async volume =>
    {
        volume.SetMode("closed", 0b100_000_000);
        var reported = new List<string>();
        var options = new ScanOptions { OnUnreadable = (path, error) => reported.Add($"{path} {error.Operation}") };

        var paths = (await volume.ScanAsync(options)).Select(entry => entry.Path.ToString());

        Assert.Equal(["", "closed", "open"], paths);
        Assert.Equal(["closed/inner read the metadata of"], reported);
    });

    [Fact]
    public void An_unreadable_file_is_told_from_a_vanished_one() => InVolume(volume =>
    {
        volume.SetMode("open", 0);
        var error = Assert.Throws<VolumeException>(() => volume.Root.OpenRead(EntryPath.FromText("open")));
        Assert.True(error.IsDenied);
        Assert.False(error.IsVanished);
        return Task.CompletedTask;
    });

    [Fact]
    public void Files_of_others_are_read_although_their_access_time_then_changes() => InVolume(volume =>
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Needs a file of another user, which only root can make.");
        using var others = VolumeRoot.Open("/etc");
        using var file = others.OpenRead(EntryPath.FromText("passwd"));
        Assert.True(others.Read(file, new byte[16], 0) > 0);
        return Task.CompletedTask;
    });

    /// <summary>A volume with a file and a closed directory, seen by a thread that is not root.</summary>
    private static void InVolume(Func<TemporaryVolume, Task> test) => UnprivilegedThread.Run(() =>
    {
        using var volume = new TemporaryVolume();
        volume.MakeFile("open");
        volume.MakeFile(volume.MakeDirectory("closed").Child("inner"u8));
        volume.SetMode("closed", 0);
        try
        {
            test(volume).GetAwaiter().GetResult();
        }
        finally
        {
            volume.SetMode("closed", 0b111_000_000);
        }
    });
}
