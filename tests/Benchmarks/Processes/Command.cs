namespace Holdfast.Benchmarks.Processes;

/// <summary>A program to run: one process, started without a shell.</summary>
/// <param name="Program">Full path of the executable.</param>
/// <param name="Arguments">Its arguments, without the program's own name.</param>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it starts; the benchmark's own folder when null.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables set on top of the benchmark's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public override string ToString() => $"{Path.GetFileName(Program)} {string.Join(' ', Arguments)}";
}
