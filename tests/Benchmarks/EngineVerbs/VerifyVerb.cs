using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Checks the repository; with <c>--read-data SHARE</c> also that share of the packs, 0 to 1.</summary>
internal sealed class VerifyVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string? _share = reader.Optional("--read-data");

    public override Task RunAsync(CancellationToken cancellationToken) => throw new EngineMissingException("verify");
}
