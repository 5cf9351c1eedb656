using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Repositories;

namespace Holdfast.Cli.Stores;

/// <summary>Brings one component back: a volume as a tree, a database as an archive for pg_restore.</summary>
internal static class StoreExtract
{
    public static Command Create()
    {
        var timestamp = new Argument<string>("timestamp") { Description = "The backup; latest for the newest one" };
        var component = new Argument<string>("component") { Description = "Such as volume/gitserver or db/airflow; the name alone where only one has it" };
        var target = new Option<string>("--to") { Description = "A folder that is empty or not there (volume), a file that is not there (database)", Required = true, HelpName = "path" };
        var salvage = new Option<bool>("--salvage") { Description = "Volume: bring back what is left where something is damaged, and list what is lost" };
        return StoreRun.Does(
            new Command("extract", "Bring one component back: a volume as a tree, a database as an archive for pg_restore") { timestamp, component, target, salvage },
            async (run, cancellationToken) =>
            {
                var manifest = await run.Store.GetAsync(run.Of(timestamp), cancellationToken);
                var found = Find(manifest, run.Of(component));
                var path = Path.GetFullPath(run.Of(target)!);
                var extracted = found.Component.Kind == ComponentKind.Volume
                    ? await VolumeExtraction.RunAsync(run, found, path, run.Of(salvage), cancellationToken)
                    : await DatabaseExtraction.RunAsync(run, found, path, cancellationToken);
                foreach (var note in extracted.Notes)
                {
                    run.Report.Note(note);
                }

                run.Report.Say(
                    "extracted",
                    new { manifest.Timestamp, Component = $"{found.Component}", Path = path, extracted.Bytes, extracted.Losses, extracted.Notes },
                    $"{found.Component} of {manifest.Timestamp} is in {path} ({Quantity.Bytes(extracted.Bytes)})");
                return extracted.Losses.Count == 0
                    ? ExitStatus.Done
                    : run.Report.Problem($"not all could be brought back: {string.Join("; ", extracted.Losses)}", ExitStatus.Failed);
            });
    }

    private static ManifestComponent Find(Manifest manifest, string name)
    {
        var found = manifest.Components.Where(one => $"{one.Component}" == name || one.Component.Name == name).ToList();
        return found.FirstOrDefault(one => $"{one.Component}" == name) ?? found switch
        {
            [var only] => only,
            [] => throw new UsageException($"backup {manifest.Timestamp} has no component {name}; it has {string.Join(", ", manifest.Components.Select(one => one.Component))}"),
            _ => throw new UsageException($"say which: {string.Join(" or ", found.Select(one => one.Component))}"),
        };
    }
}
