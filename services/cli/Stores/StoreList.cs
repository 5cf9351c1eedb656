using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Engine.Repositories;

namespace Holdfast.Cli.Stores;

/// <summary>What backups the store has.</summary>
internal static class StoreList
{
    private static readonly Table<StoredBackup> Backups = new(
        ("TIMESTAMP (UTC)", backup => backup.Timestamp),
        ("COMPONENTS", backup => $"{backup.Components.Count}"),
        ("SIZE", backup => Quantity.Bytes(backup.Components.Sum(component => component.LogicalBytes))),
        ("ADDED", backup => Quantity.Bytes(backup.Components.Sum(component => component.StoredBytes))),
        ("LABEL", backup => backup.Problem ?? backup.Label));

    private static readonly Table<StoredBackup.Component> Components = new(
        ("COMPONENT", component => component.Name),
        ("SIZE", component => Quantity.Bytes(component.LogicalBytes)),
        ("FILES", component => $"{component.Files}"),
        ("CAPTURED (UTC)", component => $"{component.CapturedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}"));

    public static Command Create()
    {
        var timestamp = new Argument<string?>("timestamp") { Description = "Show what this backup holds; latest for the newest one", Arity = ArgumentArity.ZeroOrOne };
        return StoreRun.Does(new Command("list", "All backups in the store, oldest first, or the components of one") { timestamp }, async (run, cancellationToken) =>
        {
            if (run.Of(timestamp) is { } one)
            {
                var components = StoredBackup.Of(await run.Store.GetAsync(one, cancellationToken)).Components;
                run.Report.Say("stored_component", components, Components, "");
                return ExitStatus.Done;
            }

            var backups = await AllAsync(run.Store, cancellationToken);
            run.Report.Say("stored_backup", backups, Backups, $"There is no backup in {run.Store.Location}.");
            return backups.Any(backup => backup.Problem is not null) ? ExitStatus.Failed : ExitStatus.Done;
        });
    }

    private static async Task<IReadOnlyCollection<StoredBackup>> AllAsync(OpenedStore store, CancellationToken cancellationToken)
    {
        var backups = new List<StoredBackup>();
        foreach (var timestamp in await store.TimestampsAsync(cancellationToken))
        {
            try
            {
                if (await store.FindAsync(timestamp, cancellationToken) is { } manifest)
                {
                    backups.Add(StoredBackup.Of(manifest));
                }
            }
            catch (RepositoryRefusedException damage)
            {
                backups.Add(new StoredBackup(timestamp, null, null, null, [], damage.Message));
            }
        }

        return backups;
    }
}
