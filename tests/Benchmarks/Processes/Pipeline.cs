namespace Holdfast.Benchmarks.Processes;

/// <summary>Commands joined by pipes, measured as one.</summary>
/// <param name="Commands">At least one; each reads what the one before it writes.</param>
internal sealed record Pipeline(params IReadOnlyList<Command> Commands)
{
    /// <summary>What the first command reads; nothing when null.</summary>
    public string? Input { get; init; }

    /// <summary>The file that takes what the last command prints; the log when null.</summary>
    public string? Output { get; init; }

    public override string ToString() => string.Join(" | ", Commands);
}
