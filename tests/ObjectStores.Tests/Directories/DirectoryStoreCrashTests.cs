using System.Security.Cryptography;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Tests.Machine;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Directories;

public sealed class DirectoryStoreCrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Staging on the same file system is renamed, staging in shared memory is copied.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("/dev/shm")]
    public async Task A_killed_process_leaves_only_whole_objects_and_all_it_had_stored(string? stagingParent)
    {
        using var root = new TemporaryDirectory();
        using var staging = new TemporaryDirectory(stagingParent);
        var store = new DirectoryStore(root.Path);
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < 12; round++)
        {
            using var writer = WriterProcess.Start(["endless", root.Path, staging.Path, $"{round * 100}"]);
            for (var i = 0; i <= round * 2; i++)
            {
                acknowledged.Add(await writer.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException(
                    await writer.StandardError.ReadToEndAsync(Token)));
            }

            writer.Kill();
            await writer.WaitForExitAsync(Token);
        }

        var found = new HashSet<string>();
        await foreach (var item in store.ListAsync("", Token))
        {
            var content = await store.GetAsync(item.Key, int.MaxValue, Token);
            Assert.Equal(item.Length, content.Length);
            Assert.EndsWith(Convert.ToHexStringLower(SHA256.HashData(content)), item.Key, StringComparison.Ordinal);
            found.Add(item.Key);
        }

        Assert.Subset(found, acknowledged);
        var leftovers = Directory.GetFiles(Path.Join(root.Path, ".holdfast-incoming")).Length;
        Assert.Equal(0, await store.SweepTemporaryAsync(TimeSpan.FromDays(1), Token));
        Assert.Equal(leftovers, await store.SweepTemporaryAsync(TimeSpan.Zero, Token));
        Assert.Empty(Directory.GetFiles(Path.Join(root.Path, ".holdfast-incoming")));
    }
}
