using Holdfast.Contracts.Components;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Quarantine;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.Hosting.Runs;
using Holdfast.TestServers.Conditions;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.StoreAccess;

/// <summary>How a worker comes to the repository of a namespace.</summary>
public sealed class OpeningTests
{
    private const string Timestamp = "2026-01-01t00-00-00";
    private const string Passphrase = "correct horse";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(Passphrase)]
    public async Task Ten_processes_that_make_the_repository_at_once_end_up_in_one(string? passphrase)
    {
        await using var platform = await TestPlatform.StartAsync(passphrase);
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => platform.NewWorker().OpenAsync(NewRun())));
        var id = RepositoryDescription.Parse(await File.ReadAllBytesAsync(platform.PathOf("repository.json"), Stop)).Id;
        Assert.All(opened, repository => Assert.Equal(id, repository.Repository.Id));
        Assert.Single(opened.Select(repository => repository.Repository.Keyring.Current?.Id).Distinct());
        Assert.Equal(passphrase is not null, opened[0].Repository.Keyring.IsSealed);
        Array.ForEach(opened, repository => repository.Dispose());

        // With what the others left behind it opens just as well.
        using var later = await platform.NewWorker().OpenAsync(NewRun());
        Assert.Equal(opened[0].Repository.Keyring.Current?.Id, later.Repository.Keyring.Current?.Id);
        later.Dispose();
        Assert.Empty(platform.StagedFiles());
    }

    [Fact]
    public async Task The_workers_of_a_process_make_it_once_and_share_what_is_opened()
    {
        await using var platform = await TestPlatform.StartAsync(Passphrase);
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => platform.Worker.OpenAsync(NewRun())));
        Assert.Single(opened.Select(repository => repository.Repository.Id).Distinct());
        Assert.Single(platform.Objects(), key => key.StartsWith("keys/", StringComparison.Ordinal));
        using var once = await platform.Worker.OpenAsync(NewRun());
        using var again = await platform.Worker.OpenAsync(NewRun());
        Assert.Same(once.Repository, again.Repository);
    }

    [Fact]
    public async Task A_key_that_is_added_later_is_known_to_the_next_run()
    {
        await using var platform = await TestPlatform.StartAsync(Passphrase);
        using var made = await platform.Worker.OpenAsync(NewRun());
        using var before = await platform.Worker.OpenAsync(NewRun()); // kept open from here on
        var newest = DataKey.Generate(TimeProvider.System);
        var file = KeyFile.Create(before.Repository.Id, newest, KeySecret.Passphrase(Passphrase), null, TimeProvider.System);
        await platform.PutAsync(file.ObjectKey, file.ToJson());
        using var after = await platform.Worker.OpenAsync(NewRun());
        Assert.Equal(newest.Id, after.Repository.Keyring.Current!.Id);
    }

    [Fact]
    public async Task Damaged_and_foreign_key_files_are_passed_over()
    {
        await using var platform = await TestPlatform.StartAsync(Passphrase);
        using var made = await platform.Worker.OpenAsync(NewRun());
        var foreign = KeyFile.Create(new string('a', 32), DataKey.Generate(TimeProvider.System), KeySecret.Passphrase(Passphrase), null, TimeProvider.System);
        await File.WriteAllBytesAsync(platform.PathOf(foreign.ObjectKey), foreign.ToJson(), Stop);
        await File.WriteAllTextAsync(platform.PathOf("keys/0000000000000000.json"), "{ torn", Stop);
        await File.WriteAllBytesAsync(platform.PathOf("keys/0000000000000001.json"), new byte[200_000], Stop);
        using var opened = await platform.NewWorker().OpenAsync(NewRun());
        Assert.Equal(made.Repository.Keyring.Current!.Id, opened.Repository.Keyring.Current!.Id);
        Assert.Single(opened.Repository.Keyring.Keys);
    }

    [Fact]
    public async Task Where_no_key_file_opens_the_refusal_names_the_damaged_ones()
    {
        await using var platform = await TestPlatform.StartAsync(Passphrase);
        using var made = await platform.Worker.OpenAsync(NewRun());
        var key = platform.Objects().Single(key => key.StartsWith("keys/", StringComparison.Ordinal));
        await File.WriteAllTextAsync(platform.PathOf(key), "{ torn", Stop);
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => platform.NewWorker().OpenAsync(NewRun()));
        Assert.False(failure.Retryable);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Passphrase, "wrong", "opens none")]
    [InlineData(Passphrase, null, "is encrypted")]
    [InlineData(null, "unasked", "is not encrypted")]
    [InlineData(Passphrase, "", "is empty")]
    public async Task A_passphrase_that_does_not_fit_fails_the_run_for_good_and_writes_nothing(string? made, string? given, string expected)
    {
        await using var platform = await TestPlatform.StartAsync(made);
        (await platform.Worker.OpenAsync(NewRun())).Dispose();
        var objects = platform.Objects();
        var file = Path.Join(platform.Folder, "other");
        await File.WriteAllTextAsync(file, given + "\n", Stop);
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => platform.NewWorker(given is null ? "" : file).OpenAsync(NewRun()));
        Assert.False(failure.Retryable);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(objects, platform.Objects());
        Assert.Empty(platform.StagedFiles());
    }

    [Fact]
    public async Task A_restore_makes_no_repository()
    {
        await using var platform = await TestPlatform.StartAsync();
        var snapshot = new ComponentSnapshot
        {
            Component = Worker.Stream,
            SnapshotKey = "",
            SnapshotSha256 = "",
            CapturedAt = default,
            Size = new SnapshotSize { LogicalBytes = 0, AddedBytes = 0, StoredBytes = 0, Files = 0 },
        };
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => platform.Worker.OpenAsync(Worker.RestoreRun(Guid.NewGuid(), snapshot)));
        Assert.False(failure.Retryable);
        Assert.Contains("no repository", failure.Message, StringComparison.Ordinal);
        Assert.Empty(platform.Objects());
    }

    [Fact]
    public async Task No_repository_is_made_over_backups_whose_own_was_lost()
    {
        await using var platform = await TestPlatform.StartAsync();
        await platform.BackUpAsync(Timestamp, Bytes.Random(1000));
        File.Delete(platform.PathOf("repository.json"));
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => platform.Worker.OpenAsync(NewRun()));
        Assert.False(failure.Retryable);
        Assert.Contains("was lost", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(platform.PathOf("repository.json")));
    }

    [Fact]
    public async Task What_earlier_runs_stored_is_offered_nearest_run_first_and_reused()
    {
        await using var platform = await TestPlatform.StartAsync();
        var (operation, content) = (Guid.NewGuid(), Bytes.Random(200_000));
        var runs = Enumerable.Range(0, 3).Select(_ => Worker.BackupRun(operation, Timestamp, Worker.Stream)).ToList();
        foreach (var run in runs.Where(run => run != runs[1])) // the one in the middle died before it stored anything
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => platform.Worker.BackUpAsync(
                run,
                (request, stop) => StreamBackup.RunAsync(request, new MemoryStream(content), _ => KilledWhenStoredAsync(platform, run), stop),
                parent: null,
                Worker.SmallPacks));
        }

        var next = Worker.BackupRun(operation, Timestamp, Worker.Stream, [.. runs.Select(run => run.RunId)]);
        using (var repository = await platform.Worker.OpenAsync(next))
        {
            Assert.Equal(2, repository.InterruptedRuns.Count);
            Assert.All(repository.InterruptedRuns[0], item => Assert.Contains(RunId.From(runs[2].RunId), item.Key, StringComparison.Ordinal));
            Assert.All(repository.InterruptedRuns[1], item => Assert.Contains(RunId.From(runs[0].RunId), item.Key, StringComparison.Ordinal));
        }

        var snapshot = await platform.Worker.BackUpAsync(
            next,
            (request, stop) => StreamBackup.RunAsync(request, new MemoryStream(content), _ => Task.CompletedTask, stop),
            parent: null,
            Worker.SmallPacks);
        Assert.True(snapshot.Size.AddedBytes < content.Length / 2, $"{snapshot.Size}");
        Assert.Equal(content, await platform.Worker.RestoreAsync(snapshot));
    }

    [Fact]
    public async Task Packs_in_quarantine_are_named_to_backups()
    {
        await using var platform = await TestPlatform.StartAsync();
        var backup = await platform.BackUpAsync(Timestamp, Bytes.Random(100_000));
        var pack = platform.Objects().First(key => key.EndsWith("00001.pack", StringComparison.Ordinal));
        var mark = new QuarantineMark { Pack = pack, Reason = "a bit is wrong", FoundAt = DateTimeOffset.UnixEpoch };
        await platform.PutAsync(mark.ObjectKey, mark.ToJson());
        using var repository = await platform.Worker.OpenAsync(NewRun());
        Assert.Equal([pack], repository.DamagedPacks);
        using var again = await platform.Worker.OpenAsync(NewRun());
        Assert.Equal([pack], again.DamagedPacks);
        using var restore = await platform.Worker.OpenAsync(Worker.RestoreRun(Guid.NewGuid(), backup.Components[0]));
        Assert.Empty(restore.DamagedPacks);
    }

    private static async Task KilledWhenStoredAsync(TestPlatform platform, Run run)
    {
        var id = RunId.From(run.RunId);
        await Eventually.TrueAsync(() => platform.Objects().Count(key => key.Contains(id, StringComparison.Ordinal)) >= 5, "most packs are stored");
        throw new OperationCanceledException("killed");
    }

    private static Run NewRun() => Worker.BackupRun(Guid.NewGuid(), Timestamp, Worker.Stream);
}
