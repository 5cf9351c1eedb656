using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Backs up standard input as one backup of one component.</summary>
internal sealed class BackupStreamVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string _component = reader.Text("--component");
    private readonly string _timestamp = reader.Text("--timestamp");

    public override Task RunAsync(CancellationToken cancellationToken) => throw new EngineMissingException("backup-stream");
}
