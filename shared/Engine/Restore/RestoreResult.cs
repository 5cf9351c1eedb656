using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Restore;

/// <summary>A finished restore.</summary>
/// <param name="Losses">What could not be brought back; empty unless salvage was asked for.</param>
/// <param name="Warnings">Metadata that could not be set.</param>
public sealed record RestoreResult(IReadOnlyList<RestoreLoss> Losses, RestoreWarnings? Warnings);
