namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>How hard zstd looks for matches; a reader need not know.</summary>
/// <param name="Level">1 to 19.</param>
/// <param name="HashLog">Binary logarithm of the number of places remembered; null for what the level says.</param>
/// <param name="MinMatch">Length of the shortest match that is looked for, in bytes; null for what the level says.</param>
internal readonly record struct ZstdParameters(int Level, int? HashLog = null, int? MinMatch = null);
