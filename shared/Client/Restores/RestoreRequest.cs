namespace Holdfast.Client.Restores;

/// <summary>What is to be brought back.</summary>
public sealed record RestoreRequest
{
    /// <summary>The backup.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The namespace it was taken in; the own one when null.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>Names of components to leave as they are; <c>postgres</c> for all databases.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Bring back what is readable when objects are damaged.</summary>
    public bool Salvage { get; init; }

    /// <summary>Only rehearse it: everything is rebuilt beside the live data, checked, and removed again.</summary>
    public bool Drill { get; init; }
}
