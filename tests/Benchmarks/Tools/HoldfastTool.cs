using System.Globalization;
using System.Text.Json;
using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Tools;

/// <summary>Holdfast's engine, through the <c>engine</c> verbs of this same program.</summary>
/// <param name="passphraseFile">Encrypts the repository, as the peers do by default; null for no encryption.</param>
internal sealed class HoldfastTool(string? passphraseFile) : Tool
{
    /// <summary>Name in the results; ratios refer to it.</summary>
    public const string ToolName = "holdfast";

    private static readonly DateTime FirstDay = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public override string Name => ToolName;

    public override string Version(ProcessRunner runner) =>
        $"{typeof(HoldfastTool).Assembly.GetName().Version?.ToString(3)}, {(passphraseFile is null ? "not encrypted" : "encrypted")}";

    public override Pipeline Create(string repository) => Engine("init", "--repo", repository);

    public override Pipeline BackUpTree(string repository, string source, int day) =>
        Engine("backup", "--repo", repository, "--source", source, "--component", "volume/tree", "--timestamp", Timestamp(day), "--parent", "latest");

    public override Pipeline BackUpStream(string repository, string file, int day) =>
        Engine("backup-stream", "--repo", repository, "--component", "db/dump", "--timestamp", Timestamp(day)) with { Input = file };

    public override Pipeline RestoreTree(string repository, int day, string target) =>
        Engine("restore", "--repo", repository, "--timestamp", Timestamp(day), "--component", "volume/tree", "--target", target);

    public override Pipeline RestoreStream(string repository, int day, string file) =>
        Engine("restore", "--repo", repository, "--timestamp", Timestamp(day), "--component", "db/dump", "--target", "-") with { Output = file };

    public override IReadOnlyList<Pipeline> Expire(string repository, int keep) =>
        [Engine("forget", "--repo", repository, "--keep-last", keep.ToString(CultureInfo.InvariantCulture))];

    public override long? LiveBytes(ProcessRunner runner, string repository)
    {
        using var statistics = JsonDocument.Parse(runner.Ask(Engine("stats", "--repo", repository).Commands[0]));
        return statistics.RootElement.GetProperty("liveBytes").GetInt64();
    }

    private Pipeline Engine(string verb, params IReadOnlyList<string> arguments) => new(new Command(
        Environment.ProcessPath!,
        passphraseFile is null ? ["engine", verb, .. arguments] : ["engine", verb, .. arguments, "--passphrase-file", passphraseFile]));

    private static string Timestamp(int day) => FirstDay.AddDays(day - 1).ToString("yyyy-MM-dd't'HH-mm-ss", CultureInfo.InvariantCulture);
}
