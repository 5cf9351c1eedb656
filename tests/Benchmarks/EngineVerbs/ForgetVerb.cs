using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Forgets all but the newest backups and deletes the objects that only they used.</summary>
internal sealed class ForgetVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly long _keep = reader.Number("--keep-last", 30);

    public override Task RunAsync(CancellationToken cancellationToken) => throw new EngineMissingException("forget");
}
