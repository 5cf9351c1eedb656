namespace Holdfast.Engine.Retention;

/// <summary>A backup that exists: one that succeeded and has its manifest.</summary>
/// <param name="Timestamp">Its name.</param>
/// <param name="IsPinned">Whether a person wants it kept whatever the policy says.</param>
public sealed record KeptBackup(string Timestamp, bool IsPinned = false);
