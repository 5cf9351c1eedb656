using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Backs up a tree as one backup of one component.</summary>
internal sealed class BackupVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string _source = reader.Text("--source");
    private readonly string _component = reader.Text("--component");
    private readonly string _timestamp = reader.Text("--timestamp");
    private readonly string? _parent = reader.Optional("--parent");

    public override Task RunAsync(CancellationToken cancellationToken) => throw new EngineMissingException("backup");
}
