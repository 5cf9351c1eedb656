namespace Holdfast.Client.Restores;

/// <summary>What a restore would do, and everything that stands in its way.</summary>
public sealed record DryRun
{
    public required int Code { get; init; }

    public required string Message { get; init; }

    public required bool WouldSucceed { get; init; }

    public required string Timestamp { get; init; }

    public required string SourceNamespace { get; init; }

    /// <summary>The components that would be replaced.</summary>
    public required IReadOnlyList<string> Plan { get; init; }

    /// <summary>Those that would stay as they are.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }
}
