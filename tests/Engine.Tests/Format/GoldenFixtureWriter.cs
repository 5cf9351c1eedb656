using Holdfast.Engine.Backup;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Tests.Pipelines;
using Xunit;

namespace Holdfast.Engine.Tests.Format;

/// <summary>Writes the fixtures. They stay as they are for ever: what is written anew belongs to a new version of the format.</summary>
public sealed class GoldenFixtureWriter
{
    private const string Variable = "HOLDFAST_WRITE_FIXTURES";

    private static readonly ComponentName Database = ComponentName.Database("airflow");

    private static BackupOptions Options { get; } = new()
    {
        SmallFileLimit = 4 << 10,
        ChunkSizes = new(1 << 10, 4 << 10, 16 << 10),
        PackSize = 16 << 10,
        RereadShare = 0,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData(GoldenFixture.Plain)]
    [InlineData(GoldenFixture.Sealed)]
    public async Task Write(string name)
    {
        Assert.True(Environment.GetEnvironmentVariable(Variable) == "1", $"Set {Variable}=1 to replace the fixtures of the format.");
        var golden = new GoldenFixture(name);
        SampleTree.Remove(golden.Folder);
        Directory.CreateDirectory(golden.Folder);
        golden.Store.CreateRoot();
        using var repository = await RepositoryFixture.CreateAsync(golden.Secret, golden.Store);
        CreateTree(repository.Volume);
        File.WriteAllBytes(golden.Dump, SampleTree.Content(new Random(82), 9_000, compressible: true));
        var request = repository.Request(options: Options);
        var first = await repository.BackUpAsync(request);
        await repository.CommitAsync(repository.Store, (request, first), await BackUpDumpAsync(repository, request, golden.Dump));
        await File.WriteAllLinesAsync(golden.Tree(1), await GoldenFixture.DescribedAsync(repository.Volume), Stop);

        Edit(repository.Volume);
        request = repository.Request(first.SnapshotKey, Options);
        await repository.CommitAsync(request, await repository.BackUpAsync(request));
        await File.WriteAllLinesAsync(golden.Tree(2), await GoldenFixture.DescribedAsync(repository.Volume), Stop);
    }

    private static async Task<(BackupRequest Request, BackupResult Result)> BackUpDumpAsync(RepositoryFixture repository, BackupRequest beside, string dump)
    {
        var request = repository.Request(options: Options, component: Database);
        request = request with { Target = request.Target with { Timestamp = beside.Target.Timestamp } };
        await using var stream = File.OpenRead(dump);
        return (request, await StreamBackup.RunAsync(request, stream, _ => Task.CompletedTask, Stop));
    }

    // Everything that can be made without root.
    private static void CreateTree(string root)
    {
        var random = new Random(81);
        Directory.CreateDirectory(Path.Combine(root, "a", "deep"));
        Directory.CreateDirectory(Path.Combine(root, "empty"));
        for (var i = 0; i < 6; i++)
        {
            Write($"a/small-{i}", 300 + (100 * i), compressible: true);
        }

        Write("a/zero", 0);
        Write("a/deep/large", 20_000);
        Write("naïve \"quoted\"\n.txt", 50, compressible: true);
        Write("sparse", 5_000);
        Run("truncate", "-s", "4M", "sparse");
        File.CreateSymbolicLink(Path.Combine(root, "link"), "a/zero");
        File.CreateSymbolicLink(Path.Combine(root, "dangling"), "/nowhere/at all");
        Run("ln", "a/small-0", "z-second-name");
        Run("mkfifo", "-m", "640", "pipe");
        Run("bash", "-c", "printf x > $'not-utf8-\\xff'");
        Run("chmod", "1750", "empty");
        Run("chmod", "600", "a/small-1");
        Run("setfattr", "-n", "user.comment", "-v", "kept", "a/small-2");
        Run("touch", "-d", "1965-04-03T02:01:00.123456789Z", "a/deep/large");
        Run("touch", "-d", "2038-02-03T04:05:06.700000001Z", "a/small-3");

        void Write(string name, int length, bool compressible = false) =>
            File.WriteAllBytes(Path.Combine(root, name), SampleTree.Content(random, length, compressible));

        void Run(string program, params string[] arguments) =>
            SampleTree.Run("env", ["--chdir", root, program, .. arguments]);
    }

    private static void Edit(string root)
    {
        File.WriteAllText(Path.Combine(root, "a", "small-4"), "changed since");
        File.AppendAllText(Path.Combine(root, "a", "deep", "large"), "and more");
        File.Delete(Path.Combine(root, "a", "small-5"));
        Directory.CreateDirectory(Path.Combine(root, "new"));
    }
}
