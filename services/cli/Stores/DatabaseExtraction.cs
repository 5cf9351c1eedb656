using System.Text;
using System.Text.Json;
using Holdfast.Cli.Running;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Volumes;

namespace Holdfast.Cli.Stores;

/// <summary>Writes a database's archive, and beside it what an archive does not hold: owner, encoding, roles, settings, grants.</summary>
internal static class DatabaseExtraction
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<Extraction> RunAsync(StoreRun run, ManifestComponent component, string path, CancellationToken cancellationToken)
    {
        var facts = $"{path}.facts.json";
        if (Path.Exists(path) || Path.Exists(facts))
        {
            throw new UsageException($"--to: {path} or {facts} is there already");
        }

        var snapshot = await run.Store.OpenAsync(component, cancellationToken);
        var unfinished = $"{path}.unfinished";
        var counters = new RestoreCounters();
        try
        {
            await using (var file = Create(unfinished))
            {
                await Meanwhile.TellAsync(
                    run.Report,
                    counters,
                    component.Stats.LogicalBytes,
                    StreamRestore.RunAsync(run.Store.Source, run.Store.Repository, snapshot.Catalog, file, counters, cancellationToken));
                await file.FlushAsync(cancellationToken);
                Durable.SyncFile(file.SafeFileHandle);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }

        if (snapshot.Body.Source is not { } source)
        {
            return new Extraction(counters.WrittenBytes, [], []);
        }

        await using (var file = Create(facts))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(source, Indented) + "\n"), cancellationToken);
        }

        return new Extraction(counters.WrittenBytes, [], [$"Owner, encoding, roles, settings and grants are in {facts}"]);
    }

    private static FileStream Create(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
}
