using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Tests.Volumes;
using Holdfast.Engine.Volumes;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Runs;

public sealed class FailedRunTests
{
    [Fact]
    public async Task A_file_that_may_not_be_read_is_named_with_its_volume_and_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-failed-").FullName;
        try
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            File.WriteAllText(Path.Combine(folder, "secret"), "x");
            File.SetUnixFileMode(Path.Combine(folder, "secret"), UnixFileMode.None);
            using var root = VolumeRoot.Open(folder);
            VolumeException? refused = null;
            UnprivilegedThread.Run(() => refused = Assert.Throws<VolumeException>(() => root.OpenRead(EntryPath.FromText("secret"))));
            var failure = await Assert.ThrowsAsync<RunFailedException>(
                () => FailedRun.InPlainWordsAsync<ComponentCommitted>(ComponentId.Volume("web"), () => throw refused!));
            Assert.False(failure.Retryable);
            Assert.Equal(
                $"Volume 'web': Cannot open 'secret' in '{folder}': Permission denied (errno 13). "
                + "Run the volume-archiver as root or as the owner, or see VolumeArchiver:UnreadableFiles for backups.",
                failure.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
