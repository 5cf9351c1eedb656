namespace Holdfast.Settings.Overrides;

/// <summary>A field that the process's own configuration sets.</summary>
/// <param name="Text">To what.</param>
/// <param name="Source">Where, such as <c>the environment variable BACKUP_FREQUENCY</c>.</param>
public sealed record Override(string Text, string Source);
