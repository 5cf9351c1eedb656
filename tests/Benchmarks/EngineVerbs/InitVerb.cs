using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Makes an empty repository, encrypted when a passphrase file is given.</summary>
internal sealed class InitVerb(ArgumentReader reader) : EngineVerb(reader)
{
    public override Task RunAsync(CancellationToken cancellationToken) => Folder.CreateAsync(cancellationToken);
}
