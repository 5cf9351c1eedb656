using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Backup;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Backs up standard input as one backup of one component.</summary>
internal sealed class BackupStreamVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string _component = reader.Text("--component");
    private readonly string _timestamp = reader.Text("--timestamp");

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        await BackupStep.RunAsync(
            Folder, _component, _timestamp, withParent: true,
            (request, stop) => StreamBackup.RunAsync(request, input, _ => Task.CompletedTask, stop), cancellationToken);
    }
}
