using System.Globalization;
using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Tools;

/// <summary>tar through zstd at level 3 on all cores: everything anew each time, without encryption; a reference for what reading and compressing cost.</summary>
/// <param name="tar">Full path of tar.</param>
/// <param name="zstd">Full path of zstd.</param>
internal sealed class TarTool(string tar, string zstd) : Tool
{
    public override string Name => "tar+zstd";

    public override string Version(ProcessRunner runner) =>
        $"{runner.Ask(new Command(tar, "--version")).Split('\n')[0].Split(' ')[^1]} + {runner.Ask(new Command(zstd, "-qV"))}";

    public override Pipeline BackUpTree(string repository, string source, int day) =>
        new(new Command(tar, "-C", source, "-cf", "-", "."), Compress(repository, day));

    public override Pipeline BackUpStream(string repository, string file, int day) => new(Compress(repository, day)) { Input = file };

    public override Pipeline BackUpOutputOf(Command program, string repository, int day) => new(program, Compress(repository, day));

    public override Pipeline RestoreTree(string repository, int day, string target) =>
        new(Decompress(repository, day), new Command(tar, "-C", target, "-xf", "-"));

    public override Pipeline RestoreStream(string repository, int day, string file) => new(Decompress(repository, day)) { Output = file };

    private static string Archive(string repository, int day) =>
        Path.Combine(repository, string.Create(CultureInfo.InvariantCulture, $"day-{day}.zst"));

    private Command Compress(string repository, int day) => new(zstd, "-3", "-T0", "-q", "-o", Archive(repository, day));

    private Command Decompress(string repository, int day) => new(zstd, "-dqc", Archive(repository, day));
}
