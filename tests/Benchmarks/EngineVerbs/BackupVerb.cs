using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Volumes;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Backs up a tree as one backup of one component; <c>--parent none</c> reads everything again.</summary>
internal sealed class BackupVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string _source = reader.Text("--source");
    private readonly string _component = reader.Text("--component");
    private readonly string _timestamp = reader.Text("--timestamp");
    private readonly bool _withParent = reader.Optional("--parent") switch
    {
        null or "latest" => true,
        "none" => false,
        var other => throw new UsageException($"--parent is latest or none, not '{other}'"),
    };

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var root = VolumeRoot.Open(_source);
        await BackupStep.RunAsync(
            Folder, _component, _timestamp, _withParent, (request, stop) => VolumeBackup.RunAsync(request, root, stop), cancellationToken);
    }
}
