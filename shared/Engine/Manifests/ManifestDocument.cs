namespace Holdfast.Engine.Manifests;

/// <summary><c>manifest.json</c> as it is stored.</summary>
internal sealed record ManifestDocument
{
    public const string Kind = "holdfast-manifest";

    public string Format { get; init; } = Kind;

    public int Version { get; init; } = Documents.Document.Version;

    public required IReadOnlyList<string> RequiredFeatures { get; init; }

    public required string Repository { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public string? Label { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required IReadOnlyList<ManifestComponent> Components { get; init; }
}
