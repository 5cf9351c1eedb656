using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>One verb: its constructor takes its options off the command line, <see cref="RunAsync"/> does the work.</summary>
internal abstract class EngineVerb(ArgumentReader reader)
{
    /// <summary>Folder of the repository.</summary>
    protected string Repository { get; } = reader.Text("--repo");

    /// <summary>File whose first line opens the repository; null when it is not encrypted.</summary>
    protected string? PassphraseFile { get; } = reader.Optional("--passphrase-file");

    public abstract Task RunAsync(CancellationToken cancellationToken);
}
