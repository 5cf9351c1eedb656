using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Restore;

/// <summary>Something that a salvage could not bring back.</summary>
/// <param name="Path">The file; null for a part of the catalog, whose files are not even known.</param>
/// <param name="Bytes">How many bytes of the file are missing; they read as zeros.</param>
/// <param name="Reason">Why.</param>
public sealed record RestoreLoss(EntryPath? Path, long Bytes, string Reason);
