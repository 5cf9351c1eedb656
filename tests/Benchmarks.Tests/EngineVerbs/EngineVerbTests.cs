using System.Globalization;
using System.Text.Json;
using Holdfast.Benchmarks.Data;
using Holdfast.Benchmarks.Processes;
using Xunit;

namespace Holdfast.Benchmarks.Tests.EngineVerbs;

/// <summary>The verbs as the benchmarks run them: whole processes on a repository in a folder.</summary>
public sealed class EngineVerbTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Holdfast.Benchmarks");

    private readonly TemporaryFolder _folder = new();
    private readonly ProcessRunner _runner;

    public EngineVerbTests()
    {
        _runner = new ProcessRunner(_folder["log"], TestContext.Current.CancellationToken);
        File.WriteAllText(_folder["passphrase"], "a passphrase");
        TreeWriter.Write(_folder["source"], 1, MixedTree.Plan(1, 200, 4_000_000));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tree_comes_back_as_it_was_on_each_day(bool encrypted)
    {
        Engine(encrypted, "init");
        var hashes = new List<string>();
        for (var day = 1; day <= 3; day++)
        {
            hashes.Add(TreeHash.Of(_folder["source"]));
            BackUp(day, encrypted);
            new TreeChange(_folder["source"], 1, day).Apply(100);
        }

        for (var day = 1; day <= 3; day++)
        {
            Assert.Equal(hashes[day - 1], TreeHash.Of(Restore(day, encrypted)));
        }
    }

    [Fact]
    public void A_stream_comes_back_as_it_was()
    {
        using (var dump = File.Create(_folder["dump"]))
        {
            new DumpWriter(1, 3_000_000).Write(dump, 1);
        }

        Engine(false, "init");
        _runner.Run(new Pipeline(Command(false, "backup-stream", "--component", "db/dump", "--timestamp", Timestamp(1))) { Input = _folder["dump"] });
        _runner.Run(new Pipeline(Command(false, "restore", "--component", "db/dump", "--timestamp", Timestamp(1), "--target", "-")) { Output = _folder["restored"] });
        Assert.Equal(File.ReadAllBytes(_folder["dump"]), File.ReadAllBytes(_folder["restored"]));
    }

    [Fact]
    public void Forgetting_leaves_the_newest_backups_whole_and_frees_the_others()
    {
        Engine(false, "init");
        for (var day = 1; day <= 4; day++)
        {
            BackUp(day, encrypted: false);
            new TreeChange(_folder["source"], 1, day).Apply(300);
        }

        var before = Statistics();
        Engine(false, "forget", "--keep-last", "1");
        var after = Statistics();
        Assert.True(after.StoredBytes < before.StoredBytes);
        Assert.InRange(after.LiveBytes, 1, after.StoredBytes);
        Assert.Equal(Directory.EnumerateFiles(_folder["repository"], "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), after.StoredBytes);
        Engine(false, "verify", "--read-data", "1");
        Restore(4, encrypted: false);
        Assert.Throws<ProcessFailedException>(() => Restore(3, encrypted: false));
    }

    [Fact]
    public void Verifying_finds_a_flipped_bit()
    {
        Engine(false, "init");
        BackUp(1, encrypted: false);
        Engine(false, "verify", "--read-data", "1");
        var pack = Directory.EnumerateFiles(_folder["repository"], "00001.pack", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(pack);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(pack, bytes);
        Assert.Throws<ProcessFailedException>(() => Engine(false, "verify", "--read-data", "1"));
    }

    private void BackUp(int day, bool encrypted) => Engine(
        encrypted, "backup", "--source", _folder["source"], "--component", "volume/tree", "--timestamp", Timestamp(day), "--parent", "latest");

    private string Restore(int day, bool encrypted)
    {
        var target = _folder[$"restored-{day}"];
        Directory.CreateDirectory(target);
        Engine(encrypted, "restore", "--component", "volume/tree", "--timestamp", Timestamp(day), "--target", target);
        return target;
    }

    private (long StoredBytes, long LiveBytes) Statistics()
    {
        using var json = JsonDocument.Parse(Engine(false, "stats"));
        return (json.RootElement.GetProperty("storedBytes").GetInt64(), json.RootElement.GetProperty("liveBytes").GetInt64());
    }

    private string Engine(bool encrypted, string verb, params string[] arguments) => _runner.Ask(Command(encrypted, verb, arguments));

    private Command Command(bool encrypted, string verb, params string[] arguments) => new(
        Program,
        ["engine", verb, "--repo", _folder["repository"], .. arguments, .. encrypted ? (string[])["--passphrase-file", _folder["passphrase"]] : []]);

    private static string Timestamp(int day) => string.Create(CultureInfo.InvariantCulture, $"2020-01-{day:00}t00-00-00");
}
