using System.Runtime.Versioning;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Tests.Machine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Diagnosis;

/// <summary>What is wrong with a directory is found on real file systems, and said.</summary>
[SupportedOSPlatform("linux")]
public sealed class DirectoryDiagnosisTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => Path.Join(_directory.Path, "root");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_directory_that_works_is_made_and_left_empty()
    {
        Found.Nothing(await new DirectoryStore(Path.Join(Root, "below")).DiagnoseAsync(TimeProvider.System, Token));

        Assert.Empty(Directory.GetFiles(Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made() =>
        Found.At(await new DirectoryStore("/proc/holdfast").DiagnoseAsync(TimeProvider.System, Token), StoreStep.Create, "does not exist", "/proc/holdfast");

    [Fact]
    public async Task A_file_in_its_place()
    {
        await File.WriteAllTextAsync(Root, "", Token);

        Found.At(await new DirectoryStore(Root).DiagnoseAsync(TimeProvider.System, Token), StoreStep.Find, "not a directory");
    }

    [Fact]
    public async Task A_full_disk() =>
        Found.At(await MountedAsync("mount -t tmpfs -o size=8k none \"$0/root\"; head -c 8k /dev/zero > \"$0/root/full\""), StoreStep.Put, "no space is left");

    [Fact]
    public async Task A_read_only_file_system() =>
        Found.At(await MountedAsync("mount -t tmpfs -o ro none \"$0/root\""), StoreStep.Put, "read-only", "may still be restored", "Mount it writable");

    [Fact]
    public async Task A_directory_of_another_user()
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_101_101);

        Found.At(await RunAsync(nobody), StoreStep.Put, "permission is denied", "Give the user");
    }

    /// <summary>As an NFS server's clock may be.</summary>
    [Fact]
    public async Task A_clock_unlike_the_file_systems()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1));

        Found.At(await new DirectoryStore(Root).DiagnoseAsync(clock, Token), StoreStep.Clock, "60 minutes behind", "NTP");
    }

    private Task<StoreDiagnosis> MountedAsync(string mount)
    {
        Directory.CreateDirectory(Root);
        Mounts.Require(_directory.Path, mount);
        return RunAsync(Mounts.Wrapper(_directory.Path, mount));
    }

    private async Task<StoreDiagnosis> RunAsync(string[] wrapper)
    {
        var line = Assert.Single(await WriterProcess.RunAsync(wrapper, ["diagnose", Root], Token));
        return new StoreDiagnosis(bool.Parse(line[0]), Enum.Parse<StoreStep>(line[1]), line[2], line[3]);
    }
}
