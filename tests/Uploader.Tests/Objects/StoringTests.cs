using System.Security.Cryptography;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Full;
using Holdfast.Hosting.Runs;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.Objects;

/// <summary>Putting staged files into the store.</summary>
public sealed class StoringTests
{
    private const string Timestamp = "2026-01-01t00-00-00";
    private static readonly string Run = $"{Timestamp}/db/airflow/{new string('a', 32)}/";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_bytes_again_are_no_error_and_other_bytes_never_replace_them()
    {
        await using var platform = await TestPlatform.StartAsync();
        var content = Bytes.Random(1000);
        Assert.IsType<ObjectStored>(await platform.PutAsync(Run + "00001.pack", content));
        Assert.IsType<ObjectStored>(await platform.PutAsync(Run + "00001.pack", content));
        Assert.Empty(platform.StagedFiles());
        var refused = Assert.IsType<StorageFailed>(await platform.PutAsync(Run + "00001.pack", Bytes.Random(1000, seed: 2)));
        Assert.True(refused is { Conflict: true, Retryable: false }, refused.ToString());
        Assert.Equal(content, await File.ReadAllBytesAsync(platform.PathOf(Run + "00001.pack"), Stop));
    }

    [Fact]
    public async Task A_sink_tells_that_other_bytes_are_stored()
    {
        await using var platform = await TestPlatform.StartAsync();
        using var repository = await platform.Worker.OpenAsync(Worker.BackupRun(Guid.NewGuid(), Timestamp, Worker.Stream));
        await platform.PutAsync(Run + "00001.pack", Bytes.Random(1000));
        var path = Path.Join(repository.StagingFolder, "pack");
        var content = Bytes.Random(1000, seed: 2);
        await File.WriteAllBytesAsync(path, content, Stop);
        var exists = await Assert.ThrowsAsync<ObjectExistsException>(
            () => repository.Sink.StoreAsync(new StagedObject(Run + "00001.pack", path, content.Length, SHA256.HashData(content)), Stop));
        Assert.Equal(Run + "00001.pack", exists.Key);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("app/../../outside")]
    [InlineData("/etc/hostname")]
    [InlineData("app//outside")]
    [InlineData("./outside")]
    [InlineData("")]
    [InlineData("link")]
    [InlineData("linked/outside")]
    public async Task A_path_that_leads_out_of_staging_is_refused_and_the_file_stays(string stagedPath)
    {
        await using var platform = await TestPlatform.StartAsync();
        var outside = Path.Join(platform.StoreFolder, "outside");
        await File.WriteAllTextAsync(outside, "secret", Stop);
        File.CreateSymbolicLink(Path.Join(platform.Staging.Root, "link"), outside);
        Directory.CreateSymbolicLink(Path.Join(platform.Staging.Root, "linked"), platform.StoreFolder);
        var refused = Assert.IsType<StorageFailed>(await platform.AskAsync<StoreObject, ObjectStored>(Request(Run + "00001.pack", stagedPath, "secret"u8.ToArray())));
        Assert.False(refused.Retryable);
        Assert.True(File.Exists(outside));
        Assert.Empty(platform.Objects());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("app/other")]
    [InlineData(".holdfast-staging")]
    [InlineData("")]
    public async Task What_is_no_namespace_is_refused_by_every_request(string name)
    {
        await using var platform = await TestPlatform.StartAsync();
        var staged = Path.Join(platform.Staging.Root, "pack");
        await File.WriteAllBytesAsync(staged, [1], Stop);
        var put = await platform.AskAsync<StoreObject, ObjectStored>(Request(Run + "00001.pack", "pack", [1]) with { Namespace = name });
        Assert.False(Assert.IsType<StorageFailed>(put).Retryable);
        var fetch = await platform.AskAsync<StageObject, ObjectStaged>(new StageObject { OperationId = Guid.NewGuid(), Namespace = name, Key = "repository.json" });
        Assert.False(Assert.IsType<StorageFailed>(fetch).Retryable);
        var list = await platform.AskAsync<ListObjects, ObjectListing>(new ListObjects { OperationId = Guid.NewGuid(), Namespace = name, Prefix = "keys/" });
        Assert.False(Assert.IsType<StorageFailed>(list).Retryable);
        var backups = await platform.AskAsync<ListBackups, BackupListing>(new ListBackups { Namespace = name });
        Assert.False(Assert.IsType<StorageFailed>(backups).Retryable);
        Assert.Equal([staged], platform.StagedFiles());
    }

    [Fact]
    public async Task A_request_that_is_repeated_while_it_is_served_is_answered_each_time()
    {
        await using var platform = await TestPlatform.StartAsync();
        var content = Bytes.Random(5_000_000);
        var path = Path.Join(Directory.CreateDirectory(platform.Staging.RunFolder("app", Guid.NewGuid(), Guid.NewGuid())).FullName, "pack");
        await File.WriteAllBytesAsync(path, content, Stop);
        var request = Request(Run + "00001.pack", platform.Staging.Relative(path), content);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => platform.AskAsync<StoreObject, ObjectStored>(request)));
        Assert.All(answers, answer => Assert.IsType<ObjectStored>(answer));
        Assert.Equal(content, await File.ReadAllBytesAsync(platform.PathOf(request.Key), Stop));
        Assert.Empty(platform.StagedFiles());
    }

    [Theory]
    [InlineData("2026-01-01t00-00-00/manifest.json")]
    [InlineData("../other/repository.json")]
    [InlineData("notes.txt")]
    [InlineData("")]
    public async Task Only_objects_of_the_format_are_stored_and_no_manifest(string key)
    {
        await using var platform = await TestPlatform.StartAsync();
        var refused = Assert.IsType<StorageFailed>(await platform.PutAsync(key, [1, 2, 3]));
        Assert.False(refused.Retryable);
        Assert.Empty(platform.Objects());
    }

    [Fact]
    public async Task A_file_of_another_length_is_refused()
    {
        await using var platform = await TestPlatform.StartAsync();
        var folder = Directory.CreateDirectory(platform.Staging.RunFolder("app", Guid.NewGuid(), Guid.NewGuid())).FullName;
        await File.WriteAllBytesAsync(Path.Join(folder, "pack"), new byte[10], Stop);
        var request = Request(Run + "00001.pack", platform.Staging.Relative(Path.Join(folder, "pack")), new byte[11]);
        Assert.IsType<StorageFailed>(await platform.AskAsync<StoreObject, ObjectStored>(request));
        Assert.Empty(platform.Objects());
    }

    [Fact]
    public async Task A_full_store_fails_the_backup_in_plain_words_and_the_next_one_works()
    {
        DiskFullStore? disk = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => disk = new DiskFullStore(store, 100_000));
        var content = Bytes.Random(300_000);
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => platform.BackUpAsync(Timestamp, content));
        Assert.False(failure.Retryable);
        Assert.Contains("space", failure.Message, StringComparison.Ordinal);
        Assert.True(disk!.Refusals > 0);
        Assert.Empty(platform.StagedFiles());
        disk.Capacity = long.MaxValue;
        var backup = await platform.BackUpAsync("2026-01-02t00-00-00", content);
        Assert.Equal(content, await platform.Worker.RestoreAsync(backup.Components[0]));
    }

    private static StoreObject Request(string key, string stagedPath, byte[] content) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = "app",
        Key = key,
        StagedPath = stagedPath,
        Length = content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
    };
}
