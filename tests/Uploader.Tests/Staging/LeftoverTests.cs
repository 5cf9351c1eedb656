using Holdfast.Hosting.Stores;
using Holdfast.TestServers.Conditions;
using Holdfast.Uploader.Staging;
using Holdfast.Uploader.Tests.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Uploader.Tests.Staging;

/// <summary>What the uploader does at its start and with what others left in staging.</summary>
public sealed class LeftoverTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folders_that_nobody_wrote_to_for_a_day_are_removed_and_no_others()
    {
        await using var platform = await TestPlatform.StartAsync();
        var (abandoned, slow, fresh) = (Folder(platform, "abandoned"), Folder(platform, "slow"), Folder(platform, "fresh"));
        Age(abandoned, days: 2);
        Age(slow, days: 2);
        File.SetLastWriteTimeUtc(Path.Join(slow, "run", "pack"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-20));
        await platform.Services.GetRequiredService<LeftoverSweep>().RunAsync(Stop);
        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(slow));
        Assert.True(Directory.Exists(fresh));
    }

    [Fact]
    public async Task The_store_and_the_staging_area_are_made_at_the_start()
    {
        var root = Directory.CreateTempSubdirectory("holdfast-start-").FullName;
        try
        {
            using var host = Builder(("ObjectStore:localLocation", Path.Join(root, "new/store"))).Build();
            await host.StartAsync(Stop);
            Assert.True(Directory.Exists(new StagingArea(Path.Join(root, "new/store")).Root));
            await host.StopAsync(Stop);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_is_still_written_to_goes_in_the_end()
    {
        await using var platform = await TestPlatform.StartAsync();
        var operation = Guid.NewGuid();
        var folder = Directory.CreateDirectory(platform.Staging.RunFolder("app", operation, Guid.NewGuid())).FullName;
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            () =>
            {
                for (var i = 0; !stop.IsCancellationRequested && Directory.Exists(folder); i++)
                {
                    try
                    {
                        File.WriteAllBytes(Path.Join(folder, $"{i}"), []);
                    }
                    catch (DirectoryNotFoundException)
                    {
                        return;
                    }
                }
            },
            Stop);
        var folders = platform.Services.GetRequiredService<OperationFolders>();
        await Eventually.TrueAsync(
            () =>
            {
                folders.Remove(operation);
                return !Directory.Exists(platform.Staging.OperationFolder("app", operation));
            },
            "the folder is gone");
        await stop.CancelAsync();
        await writing;
    }

    private static string Folder(TestPlatform platform, string name)
    {
        var folder = Path.Join(platform.Staging.Root, "app", name);
        Directory.CreateDirectory(Path.Join(folder, "run"));
        File.WriteAllText(Path.Join(folder, "run", "pack"), "");
        return folder;
    }

    private static void Age(string folder, int days)
    {
        var time = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days);
        File.SetLastWriteTimeUtc(Path.Join(folder, "run", "pack"), time);
        Directory.SetLastWriteTimeUtc(Path.Join(folder, "run"), time);
        Directory.SetLastWriteTimeUtc(folder, time);
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.AddUploader();
        return builder;
    }
}
