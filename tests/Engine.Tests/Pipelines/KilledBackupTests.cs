using System.Diagnostics;
using System.Security.Cryptography;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Volumes;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Namespaces;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>A backup in a process of its own dies by SIGKILL; the next run takes up what it stored.</summary>
public sealed class KilledBackupTests
{
    private const string Variable = "HOLDFAST_KILLED_BACKUP";
    private const int Killed = 128 + 9;
    private const int Files = 12;
    private const int FileLength = 60_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task A_killed_backup_leaves_packs_that_the_next_run_reuses_and_harms_nothing(int packs)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-killed-").FullName;
        try
        {
            var store = new DirectoryStore(Path.Combine(folder, "store"));
            store.CreateRoot();
            using var repository = await RepositoryFixture.CreateAsync(store: store);
            new RandomTree(repository.Volume, 71).Grow(30);
            var earlierRequest = repository.Request(options: RepositoryFixture.SmallOptions);
            var earlier = await repository.BackUpAsync(earlierRequest);
            await repository.CommitAsync(earlierRequest, earlier);
            var earlierTree = await TreeAssert.DescribeAsync(repository.Volume);
            var earlierObjects = Hashes(store.Location);
            for (var i = 0; i < Files; i++)
            {
                File.WriteAllBytes(
                    Path.Combine(repository.Volume, $"new-{i}"), SampleTree.Content(new Random(i), FileLength, compressible: false));
            }

            var request = repository.Request(earlier.SnapshotKey, RepositoryFixture.SmallOptions);
            await RunChildAsync(store.Location, repository.Volume, request, packs);
            var left = await repository.ListAsync(request.Target.KeyPrefix);
            var stored = left.Where(item => ObjectKeys.TryParse(item.Key, out var key) && key.Kind == ObjectKind.DataPack).ToList();
            Assert.InRange(stored.Count, packs, Files);
            Assert.DoesNotContain(left, item => item.Key.EndsWith("snapshot.json", StringComparison.Ordinal));

            // Its staging folder, with all that lies in it, goes on to the next run; whether the kill left a pack there is chance.
            File.WriteAllText(Path.Combine(request.Target.StagingFolder, "00001.pack"), "cut short");
            var next = await repository.BackUpAsync(request with
            {
                Target = request.Target with { RunId = RunId.From(Guid.CreateVersion7()) },
                InterruptedRuns = [left],
                Counters = new BackupCounters(),
            });
            Assert.Empty(next.ReuseProblems);
            Assert.InRange(next.Stats.AddedBytes, 0, (Files * FileLength) - (stored.Sum(item => item.Length) * 9 / 10));
            Assert.True((await repository.VerifyAsync(next.SnapshotKey)).IsGood);
            await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(next.SnapshotKey));
            Assert.Equal(earlierTree, await TreeAssert.DescribeAsync(await repository.RestoreAsync(earlier.SnapshotKey)));
            var objects = Hashes(store.Location);
            Assert.All(earlierObjects, item => Assert.Equal(item.Value, objects[item.Key]));
            Assert.All(await repository.ListAsync(), item => Assert.True(ObjectKeys.TryParse(item.Key, out _), item.Key));
        }
        finally
        {
            SampleTree.Remove(folder);
        }
    }

    /// <summary>The process that dies; run by the test above only.</summary>
    [Fact(Explicit = true)]
    public async Task Dies_in_the_middle_of_a_backup()
    {
        var arguments = Environment.GetEnvironmentVariable(Variable)?.Split('\n')
            ?? throw new InvalidOperationException($"{Variable} says what to do: this is a part of another test.");
        var store = new DirectoryStore(arguments[0]);
        var source = RepositoryFixture.SourceOf(store);
        using var root = VolumeRoot.Open(arguments[1]);
        await VolumeBackup.RunAsync(
            new BackupRequest
            {
                Target = new RunTarget(
                    await Repository.OpenAsync(source, [], secret: null, Stop), arguments[2], RepositoryFixture.Component, arguments[3], arguments[4]),
                Source = source,
                Sink = new DyingSink(new NamespaceSink(store, RepositoryFixture.Namespace), int.Parse(arguments[6])),
                ParentSnapshot = arguments[5],
                Options = RepositoryFixture.SmallOptions,
            },
            root,
            Stop);
    }

    private static async Task RunChildAsync(string store, string volume, BackupRequest request, int packs)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            ["-explicit", "only", "-method", $"{typeof(KilledBackupTests).FullName}.{nameof(Dies_in_the_middle_of_a_backup)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = string.Join(
            '\n', store, volume, request.Target.Timestamp, request.Target.RunId, request.Target.StagingFolder, request.ParentSnapshot, packs);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == Killed, $"The backup was to be killed; it ended with {process.ExitCode}: {output}{await error}");
    }

    private static Dictionary<string, string> Hashes(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
}
