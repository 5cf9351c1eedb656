using System.Globalization;
using System.Text.Json;
using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Tools;

/// <summary>BorgBackup, in a local repository with its usual encryption.</summary>
/// <param name="program">Full path.</param>
/// <param name="state">Folder for its cache, keys and security records.</param>
internal sealed class BorgTool(string program, string state) : Tool
{
    private readonly Dictionary<string, string> _environment = new()
    {
        ["BORG_PASSPHRASE"] = "benchmark",
        ["BORG_BASE_DIR"] = Path.Combine(state, "borg"),
    };

    public override string Name => "borg";

    public override string Version(ProcessRunner runner) => runner.Ask(new Command(program, "--version")).Split(' ')[1];

    public override Pipeline Create(string repository) => Borg("init", "--encryption", "repokey", repository);

    public override Pipeline BackUpTree(string repository, string source, int day) => InFolder(source, "create", Archive(repository, day), ".");

    public override Pipeline BackUpStream(string repository, string file, int day) => Borg("create", Archive(repository, day), "-") with { Input = file };

    public override Pipeline RestoreTree(string repository, int day, string target) => InFolder(target, "extract", Archive(repository, day));

    public override Pipeline RestoreStream(string repository, int day, string file) =>
        Borg("extract", "--stdout", Archive(repository, day)) with { Output = file };

    public override IReadOnlyList<Pipeline> Expire(string repository, int keep) =>
        [Borg("prune", "--keep-last", keep.ToString(CultureInfo.InvariantCulture), repository), Borg("compact", repository)];

    public override long? LiveBytes(ProcessRunner runner, string repository)
    {
        using var information = JsonDocument.Parse(runner.Ask(Borg("info", "--json", repository).Commands[0]));
        return information.RootElement.GetProperty("cache").GetProperty("stats").GetProperty("unique_csize").GetInt64();
    }

    private static string Archive(string repository, int day) => string.Create(CultureInfo.InvariantCulture, $"{repository}::day-{day}");

    private Pipeline Borg(params IReadOnlyList<string> arguments) => new(new Command(program, arguments) { Environment = _environment });

    private Pipeline InFolder(string folder, params IReadOnlyList<string> arguments) =>
        new(new Command(program, arguments) { Environment = _environment, Directory = folder });
}
