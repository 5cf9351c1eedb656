namespace Holdfast.Engine.Documents;

/// <summary>What every JSON document of a repository starts with; read before the rest, so that a newer document is refused as newer.</summary>
internal sealed record DocumentHeader
{
    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>Absent in documents of kinds that have no features.</summary>
    public IReadOnlyList<string>? RequiredFeatures { get; init; }
}
