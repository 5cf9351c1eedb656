using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Prints what the repository holds as one JSON object: storedBytes, liveBytes, objects, chunks, files.</summary>
internal sealed class StatsVerb(ArgumentReader reader) : EngineVerb(reader)
{
    public override Task RunAsync(CancellationToken cancellationToken) => throw new EngineMissingException("stats");
}
