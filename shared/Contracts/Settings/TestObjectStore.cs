namespace Holdfast.Contracts.Settings;

/// <summary>Try whether the store that a document describes can be used; answered with <see cref="ObjectStoreTested"/>.</summary>
public sealed record TestObjectStore
{
    public required string Namespace { get; init; }

    /// <summary>
    /// A JSON object: the path of each field that is set to its text, those that must not be read on the way sealed; null for the stored document.
    /// </summary>
    public string? Candidate { get; init; }
}
