using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>One verb: its constructor takes its options off the command line, <see cref="RunAsync"/> does the work.</summary>
internal abstract class EngineVerb(ArgumentReader reader)
{
    /// <summary>The repository of <c>--repo</c>, opened by <c>--passphrase-file</c> when it is encrypted.</summary>
    protected RepositoryFolder Folder { get; } = new(reader.Text("--repo"), reader.Optional("--passphrase-file"));

    public abstract Task RunAsync(CancellationToken cancellationToken);
}
