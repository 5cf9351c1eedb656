using System.Diagnostics;
using Holdfast.Contracts.Components;
using Holdfast.Engine.Backup;
using Holdfast.FaultyStores.Stalled;
using Holdfast.TestServers.Conditions;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.Staging;

/// <summary>While the store stands still, staging fills up to its limit and no further: reading pauses, and goes on when there is room.</summary>
public sealed class FullStagingTests
{
    private const string Day = "2026-01-01t00-00-00";
    private const int Pack = 32 << 10;
    private const int Limit = 3 * Pack;

    /// <summary>What a pack may have beyond its size: its last chunk, table and trailer.</summary>
    private const int Beyond = 24 << 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_pauses_while_staging_is_full_and_goes_on_when_the_store_does()
    {
        StalledStore? stalled = null;
        var log = new CapturedLog();
        await using var platform = await StartAsync(store => stalled = Packs(store), Limit, log);
        var content = Bytes.Random(1_000_000);
        var source = new MemoryStream(content);
        var running = BackUpAsync(platform, Worker.Stream, source, Stop);
        await Eventually.TrueAsync(() => stalled!.Waiting > 0 && log.Has("reading pauses"), "staging is full");

        Assert.False(running.IsCompleted);
        Assert.True(source.Position < content.Length, $"{source.Position} were read");
        var staged = platform.StagedFiles().Sum(file => new FileInfo(file).Length);
        Assert.True(staged <= Limit + (3 * Beyond), $"{staged} are staged");

        stalled!.LetGo();
        Assert.Equal(content, await platform.Worker.RestoreAsync(await running));
        Assert.True(log.Has("reading goes on"));
    }

    [Fact]
    public async Task A_pause_ends_at_once_when_the_run_is_cancelled_and_leaves_nothing()
    {
        StalledStore? stalled = null;
        var log = new CapturedLog();
        await using var platform = await StartAsync(store => stalled = Packs(store), Limit, log);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = BackUpAsync(platform, Worker.Stream, new MemoryStream(Bytes.Random(1_000_000)), cancel.Token);
        await Eventually.TrueAsync(() => log.Has("reading pauses"), "staging is full");

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        stalled!.LetGo(); // the puts of the dead run end as they may
        await platform.BackUpAsync("2026-01-02t00-00-00", Bytes.Random(100_000));
    }

    [Fact]
    public async Task Many_workers_get_through_even_where_there_is_room_for_less_than_a_pack()
    {
        await using var platform = await StartAsync(store => store, limit: 1, new CapturedLog());
        var contents = Enumerable.Range(1, 4).Select(seed => Bytes.Random(400_000, seed)).ToList();
        var snapshots = await Task.WhenAll(contents.Select((content, index) =>
            BackUpAsync(platform, ComponentId.Database($"db{index}"), new MemoryStream(content), Stop)));
        foreach (var (snapshot, content) in snapshots.Zip(contents))
        {
            Assert.Equal(content, await platform.Worker.RestoreAsync(snapshot));
        }
    }

    [Fact]
    public async Task A_full_disk_pauses_reading_as_long_as_the_store_makes_room()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "A small disk can only be mounted as root.");
        var disk = Directory.CreateTempSubdirectory("holdfast-disk-").FullName;
        await MountAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk);
        try
        {
            StalledStore? stalled = null;
            var log = new CapturedLog();
            await using var platform = await StartAsync(store => stalled = Packs(store), 1L << 30, log, disk);
            var content = Bytes.Random(1_000_000);
            var running = BackUpAsync(platform, Worker.Stream, new MemoryStream(content), Stop, pack: 64 << 10);
            await Eventually.TrueAsync(() => log.Has("is full") || running.IsCompleted, "the disk is full");
            Assert.False(running.IsCompleted);

            stalled!.LetGo();
            Assert.Equal(content, await platform.Worker.RestoreAsync(await running));
        }
        finally
        {
            await MountAsync("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static StalledStore Packs(ObjectStores.IObjectStore store) => new(store, key => key.EndsWith(".pack", StringComparison.Ordinal));

    private static Task<TestPlatform> StartAsync(
        Func<ObjectStores.IObjectStore, ObjectStores.IObjectStore> wrap, long limit, CapturedLog log, string? location = null) =>
        TestPlatform.StartAsync(wrap: wrap, isRemote: true, location: location, stagingLimit: limit, log: log);

    private static Task<ComponentSnapshot> BackUpAsync(TestPlatform platform, ComponentId component, Stream content, CancellationToken cancellationToken, int pack = Pack) =>
        platform.Worker.BackUpAsync(
            Worker.BackupRun(Guid.NewGuid(), Day, component),
            (request, _) => StreamBackup.RunAsync(request, content, _ => Task.CompletedTask, cancellationToken),
            parent: null,
            new BackupOptions { ChunkSizes = new(1 << 10, 4 << 10, 16 << 10), PackSize = pack });

    private static async Task MountAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
