using System.Globalization;
using System.Runtime.Versioning;
using Holdfast.ObjectStores.Tests.Machine;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Directories;

/// <summary>Disks that are full, broken or not writable, for real, in a process of their own.</summary>
[SupportedOSPlatform("linux")]
public sealed class DirectoryStoreFailureTests : IDisposable
{
    private const int Length = 2_000_000;
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => Path.Join(_directory.Path, "root");

    private string Staging => Path.Join(_directory.Path, "staging");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_whole_objects_and_works_again_with_room()
    {
        const string Small = "mount -t tmpfs -o size=5m none \"$0/root\"";
        Stage(count: 5);
        Mounts.Require(_directory.Path, Small);

        var lines = await RunAsync(Mounts.Wrapper(_directory.Path, Small));

        Assert.Equal(["done", "done", "permanent", "permanent", "permanent"], Outcomes(lines, "put"));
        Assert.All(Failures(lines, "put"), message => Assert.Contains("no space is left on the device (ENOSPC)", message, StringComparison.Ordinal));
        AssertWholeItems(lines, expected: 2);
        Assert.Equal(["done"], Outcomes(lines, "again"));
        Assert.Equal(3, Directory.GetFiles(Staging).Length);
    }

    /// <summary>
    /// The disk below ext4 is full although ext4 does not know: every write succeeds, and only the sync can tell. .NET's own flush
    /// does not.
    /// </summary>
    [Fact]
    public async Task Bytes_that_do_not_reach_the_disk_are_no_stored_object()
    {
        const string Thin = """
            mount -t tmpfs -o size=12m none "$0/below"
            truncate -s 96m "$0/below/image"
            mkfs.ext4 -q -F "$0/below/image"
            mount -o loop "$0/below/image" "$0/disk"
            mkdir "$0/disk/root"
            cp -r "$0/staging" "$0/disk/staging"
            """;
        Stage(count: 10);
        _directory.Sub("below");
        _directory.Sub("disk");
        Mounts.Require(_directory.Path, Thin);

        var disk = Path.Join(_directory.Path, "disk");
        var lines = await WriterProcess.RunAsync(
            Mounts.Wrapper(_directory.Path, Thin), ["trial", Path.Join(disk, "root"), Path.Join(disk, "staging")], Token);

        var outcomes = Outcomes(lines, "put");
        Assert.Equal(10, outcomes.Count);
        Assert.Contains("permanent", outcomes);
        Assert.Contains(Failures(lines, "put"), message =>
            message.Contains("(EIO)", StringComparison.Ordinal) || message.Contains("(ENOSPC)", StringComparison.Ordinal));
        AssertWholeItems(lines, expected: outcomes.Count(outcome => outcome == "done"));
    }

    [Fact]
    public async Task A_failing_sync_of_the_bytes_stores_nothing_and_takes_the_staged_file_away()
    {
        Stage(count: 2);

        var lines = await RunAsync(SystemCallFaults.Wrapper("fsync", "error=EIO:when=1"));

        Assert.Equal(["permanent", "permanent"], Outcomes(lines, "put"));
        Assert.All(Failures(lines, "put"), message => Assert.Contains("(EIO)", message, StringComparison.Ordinal));
        AssertWholeItems(lines, expected: 0);
        Assert.Empty(Directory.GetFiles(Staging));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_failing_sync_of_a_directory_is_said(int call)
    {
        Stage(count: 1);

        var lines = await RunAsync(SystemCallFaults.Wrapper("fsync", $"error=EIO:when={call}"));

        Assert.Equal(["permanent"], Outcomes(lines, "put"));
        Assert.Contains("(EIO)", Failures(lines, "put").Single(), StringComparison.Ordinal);
    }

    /// <summary>As on NFS, where renaming without replacing is unknown and hard links take its place.</summary>
    [Fact]
    public async Task Without_renameat2_objects_get_their_names_by_links()
    {
        Stage(count: 3);

        var lines = await RunAsync(SystemCallFaults.Wrapper("renameat2", "error=EINVAL"));

        Assert.Equal(["done", "done", "done"], Outcomes(lines, "put"));
        AssertWholeItems(lines, expected: 3);
        Assert.Equal(["done"], Outcomes(lines, "again"));
        Assert.Empty(Directory.GetFiles(Staging));
    }

    [Theory]
    [InlineData("error=EINVAL", "error=EPERM", "permanent", "offers neither")]
    [InlineData("error=EINVAL", "error=ESTALE", "transient", "ESTALE")]
    public async Task Without_links_too_the_failure_is_said(string rename, string link, string outcome, string text)
    {
        Stage(count: 1);
        string[] wrapper = [.. SystemCallFaults.Wrapper("renameat2", rename), "-e", "trace=renameat2,link", "-e", $"inject=link:{link}"];

        var lines = await RunAsync(wrapper);

        Assert.Equal([outcome], Outcomes(lines, "put"));
        Assert.Contains(text, Failures(lines, "put").Single(), StringComparison.Ordinal);
        AssertWholeItems(lines, expected: 0);
        Assert.Single(Directory.GetFiles(Staging));
    }

    [Fact]
    public async Task A_read_only_file_system_is_said()
    {
        const string ReadOnly = "mount -t tmpfs -o ro none \"$0/root\"";
        Stage(count: 1);
        Mounts.Require(_directory.Path, ReadOnly);

        var lines = await RunAsync(Mounts.Wrapper(_directory.Path, ReadOnly));

        Assert.Contains("(EROFS)", Failures(lines, "put").Single(), StringComparison.Ordinal);
        Assert.Equal(["done"], Outcomes(lines, "list"));
    }

    [Fact]
    public async Task A_directory_of_another_user_is_said()
    {
        Stage(count: 1);
        File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];

        var lines = await RunAsync(nobody);

        Assert.Equal(["permanent"], Outcomes(lines, "put"));
        Assert.Contains("permission is denied (EACCES)", Failures(lines, "put").Single(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Staging));
    }

    [Fact]
    public async Task A_listing_that_may_not_look_everywhere_fails()
    {
        Stage(count: 0);
        File.WriteAllText(Path.Join(Root, "visible"), "");
        var hidden = Directory.CreateDirectory(Path.Join(Root, "hidden"), UnixFileMode.None);
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];

        var lines = await RunAsync(nobody);

        hidden.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(["permanent"], Outcomes(lines, "list"));
        Assert.Contains("(EACCES)", Failures(lines, "list").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("getdents64", "error=EIO:when=1", "")]
    [InlineData("getdents64", "error=EIO:when=2", "")]
    [InlineData("statx", "error=EIO", "/object7")]
    public async Task A_listing_that_the_disk_breaks_off_fails(string call, string fault, string below)
    {
        Stage(count: 0);
        for (var i = 0; i < 2000; i++)
        {
            await File.WriteAllBytesAsync(Path.Join(Root, $"object{i}"), [], Token);
        }

        var lines = await RunAsync([.. SystemCallFaults.Wrapper(call, fault), "-P", Root + below]);

        Assert.Equal(["permanent"], Outcomes(lines, "list"));
        Assert.Contains("(EIO)", Failures(lines, "list").Single(), StringComparison.Ordinal);
    }

    /// <summary>.NET reports this error as an argument out of range.</summary>
    [Fact]
    public async Task A_file_above_the_size_limit_is_said()
    {
        Stage(count: 1);
        using var elsewhere = new TemporaryDirectory("/dev/shm");
        string[] limited =
        [
            "sh", "-c", "trap '' XFSZ; exec prlimit --fsize=1000000 \"$@\"", "limited", "env", "DOTNET_EnableWriteXorExecute=0",
        ];

        var lines = await WriterProcess.RunAsync(limited, ["trial", elsewhere.Path, Staging], Token);

        Assert.Equal(["permanent"], Outcomes(lines, "put"));
        Assert.Contains("(EFBIG)", Failures(lines, "put").Single(), StringComparison.Ordinal);
        AssertWholeItems(lines, expected: 0);
        Assert.Equal(["done"], Outcomes(lines, "again"));
    }

    private static List<string> Outcomes(List<string[]> lines, string step) =>
        [.. lines.Where(line => line[0] == step).Select(line => line[1])];

    private static List<string> Failures(List<string[]> lines, string step) =>
        [.. lines.Where(line => line[0] == step && line.Length > 2).Select(line => line[2])];

    private static void AssertWholeItems(List<string[]> lines, int expected)
    {
        Assert.Equal(["done"], Outcomes(lines, "list"));
        var lengths = lines.Where(line => line[0] == "item").Select(line => line[2]).ToList();
        Assert.Equal(expected, lengths.Count);
        Assert.All(lengths, length => Assert.Equal(Length.ToString(CultureInfo.InvariantCulture), length));
    }

    private Task<List<string[]>> RunAsync(string[] wrapper) => WriterProcess.RunAsync(wrapper, ["trial", Root, Staging], Token);

    private void Stage(int count)
    {
        _directory.Sub("root");
        const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
        File.SetUnixFileMode(_directory.Sub("staging"), Everything);
        for (var i = 0; i < count; i++)
        {
            var path = Path.Join(Staging, $"{i:d2}");
            var content = new byte[Length];
            new Random(i).NextBytes(content);
            File.WriteAllBytes(path, content);
            File.SetUnixFileMode(path, Everything);
        }
    }
}
