using Holdfast.Benchmarks.Options;
using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Benchmarks to run, in this order.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Tools to run; all that are found when empty.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>A tenth of the data.</summary>
    public bool Quick { get; init; }

    public bool Json { get; init; }

    /// <summary>Prints the machine and the versions before the tables.</summary>
    public bool Markdown { get; init; }

    /// <summary>Whether Holdfast encrypts, as the peers always do. Default true.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>How often each step is measured. Default 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Overrides the number of files of the tree; null for the benchmark's own.</summary>
    public int? Files { get; init; }

    /// <summary>All generated data follow from it. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Folder for data and repositories; a new temporary one when null.</summary>
    public string? Work { get; init; }

    /// <summary>Leaves data and repositories where they are.</summary>
    public bool Keep { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var reader = new ArgumentReader(arguments);
        var (files, rounds) = ((int)reader.Number("--files", 0), (int)reader.Number("--rounds", 3));
        var options = new BenchmarkOptions
        {
            Quick = reader.Switch("--quick"),
            Json = reader.Switch("--json"),
            Markdown = reader.Switch("--markdown"),
            Keep = reader.Switch("--keep"),
            Encrypted = !reader.Switch("--no-encryption"),
            Work = reader.Optional("--work"),
            Seed = reader.Number("--seed", 1),
            Tools = reader.Optional("--tools")?.Split(',') ?? [],
            Rounds = Math.Max(1, rounds),
            Files = files == 0 ? null : files,
            Names = [],
        };
        var names = new List<string>();
        while (reader.Word() is { } name)
        {
            names.Add(name);
        }

        reader.End();
        Refuse(names, [.. Benchmark.All.Select(benchmark => benchmark.Name)], "benchmark");
        Refuse(options.Tools, Toolbox.Names, "tool");
        return options with { Names = names.Count > 0 ? names : [.. Benchmark.All.Select(benchmark => benchmark.Name)] };
    }

    private static void Refuse(IReadOnlyList<string> given, IReadOnlyList<string> known, string what)
    {
        if (given.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
        {
            throw new UsageException($"there is no {what} '{stranger}', only: {string.Join(", ", known)}");
        }
    }
}
