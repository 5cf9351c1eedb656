namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>What a repository holds; see <see cref="StatsVerb"/>.</summary>
internal sealed record Statistics(long StoredBytes, long LiveBytes, long Objects, long Chunks, long Files);
