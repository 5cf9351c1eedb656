using System.Globalization;
using System.Text.Json;
using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Tools;

/// <summary>restic, in a local repository.</summary>
/// <param name="program">Full path.</param>
/// <param name="state">Folder for its cache.</param>
internal sealed class ResticTool(string program, string state) : Tool
{
    private const string StreamName = "dump";

    private readonly Dictionary<string, string> _environment = new()
    {
        ["RESTIC_PASSWORD"] = "benchmark",
        ["RESTIC_CACHE_DIR"] = Path.Combine(state, "restic-cache"),
    };

    public override string Name => "restic";

    public override string Version(ProcessRunner runner) => runner.Ask(new Command(program, "version")).Split(' ')[1];

    public override Pipeline Create(string repository) => Restic(repository, "init");

    public override Pipeline BackUpTree(string repository, string source, int day) => Restic(repository, "backup", source);

    public override Pipeline BackUpStream(string repository, string file, int day) =>
        Restic(repository, "backup", "--stdin", "--stdin-filename", StreamName) with { Input = file };

    public override Pipeline BackUpOutputOf(Command program, string repository, int day) =>
        new([program, .. Restic(repository, "backup", "--stdin", "--stdin-filename", StreamName).Commands]);

    public override Pipeline RestoreTree(string repository, int day, string target) => Restic(repository, "restore", "latest", "--target", target);

    public override string RestoredRoot(string source, string target) => Path.Join(target, source);

    public override Pipeline RestoreStream(string repository, int day, string file) =>
        Restic(repository, "dump", "latest", "/" + StreamName) with { Output = file };

    public override IReadOnlyList<Pipeline> Expire(string repository, int keep) =>
        [Restic(repository, "forget", "--keep-last", keep.ToString(CultureInfo.InvariantCulture), "--prune")];

    public override long? LiveBytes(ProcessRunner runner, string repository)
    {
        using var statistics = JsonDocument.Parse(runner.Ask(Restic(repository, "stats", "--mode", "raw-data", "--json").Commands[0]));
        return statistics.RootElement.GetProperty("total_size").GetInt64();
    }

    private Pipeline Restic(string repository, params IReadOnlyList<string> arguments) =>
        new(new Command(program, ["--repo", repository, .. arguments]) { Environment = _environment });
}
