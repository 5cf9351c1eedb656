using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Results;

/// <summary>One tool's one run of one step.</summary>
/// <param name="Usage">What it took.</param>
/// <param name="StoredBytes">Bytes that it added to the repository; null for a step that stores nothing.</param>
/// <param name="Objects">Files that it added to the repository; null likewise.</param>
internal readonly record struct Measurement(Usage Usage, long? StoredBytes, long? Objects);
