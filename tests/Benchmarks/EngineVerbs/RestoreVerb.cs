using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Restores a component, a stream to standard output when the target is <c>-</c>.</summary>
internal sealed class RestoreVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string _component = reader.Text("--component");
    private readonly string _timestamp = reader.Text("--timestamp");
    private readonly string _target = reader.Text("--target");

    public override Task RunAsync(CancellationToken cancellationToken) => throw new EngineMissingException("restore");
}
