namespace Holdfast.Contracts.Settings;

/// <summary>A configuration document has a new version, which holds from the next operation on. Whoever needs it reads it from the state database.</summary>
public sealed record ConfigurationChanged
{
    /// <summary>Such as <c>backupConfig</c>.</summary>
    public required string Document { get; init; }

    public required int Version { get; init; }
}
