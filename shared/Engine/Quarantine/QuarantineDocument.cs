namespace Holdfast.Engine.Quarantine;

/// <summary><c>quarantine/….json</c> as it is stored.</summary>
internal sealed record QuarantineDocument
{
    public const string Kind = "holdfast-quarantine";

    public string Format { get; init; } = Kind;

    public int Version { get; init; } = Documents.Document.Version;

    public required string Pack { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset FoundAt { get; init; }
}
