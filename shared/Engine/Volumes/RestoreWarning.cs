using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes;

/// <summary>A way in which a restored entry differs from the saved one.</summary>
/// <param name="Path">The entry.</param>
/// <param name="Message">What is different and why, in plain words.</param>
public sealed record RestoreWarning(EntryPath Path, string Message);
