namespace Holdfast.Benchmarks.Data;

/// <summary>A file of a generated tree before it is written.</summary>
/// <param name="Path">Relative path with <c>/</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Seed">The content follows from it: two files with the same kind and seed begin alike, with the same length are the same.</param>
internal readonly record struct TreeFile(string Path, ContentKind Kind, long Length, long Seed);
