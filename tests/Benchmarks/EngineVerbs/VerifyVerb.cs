using System.Globalization;
using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Verification;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Checks every backup; with <c>--read-data SHARE</c> also all bytes of that share of the packs, 0 to 1.</summary>
internal sealed class VerifyVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly double _share = reader.Optional("--read-data") is not { } text ? 0
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1 ? share
        : throw new UsageException($"--read-data needs a share from 0 to 1, not '{text}'");

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var repository = await Folder.OpenAsync(cancellationToken);
        var problems = new HashSet<VerifyProblem>();
        foreach (var timestamp in await Folder.BackupsAsync(cancellationToken))
        {
            var manifest = await Manifest.ReadAsync(Folder.Source, repository.Id, timestamp, cancellationToken);
            foreach (var component in manifest.Components)
            {
                var snapshot = await SnapshotReader.OpenAsync(Folder.Source, repository, component.Snapshot, cancellationToken);
                var report = await SnapshotVerification.RunAsync(
                    Folder.Source, repository, snapshot, new VerifyOptions { ReadDataShare = _share }, cancellationToken);
                problems.UnionWith(report.Problems);
                Console.Error.WriteLine($"{timestamp} {component.Component}: {report.Packs} packs, {report.PacksRead} read, {report.Entries} entries");
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, problems));
        }
    }
}
