using System.Text.Json;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.DbDumper.Dumps;
using Holdfast.DbDumper.Facts;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.DbDumper.Runs;

/// <summary>Backs up one database: its snapshot is taken at once, its bytes move when a slot is free.</summary>
internal sealed partial class DatabaseBackup(
    ConfiguredDatabases databases, DatabaseDumper dumper, [FromKeyedServices(DbDumperOptions.Section)] Slots slots, IRepositories repositories, TimeProvider clock, ILogger<DatabaseBackup> logger)
{
    public async Task<ComponentCompleted> RunAsync(DumpDatabase command, Run run, CancellationToken cancellationToken)
    {
        await using var snapshot = await dumper.TakeSnapshotAsync(databases.ConnectionString(command.Component), cancellationToken);
        using var slot = await slots.EnterAsync(cancellationToken);
        using var repository = await repositories.OpenAsync(command.Namespace, run, cancellationToken);
        await using var dump = await dumper.StartAsync(snapshot, cancellationToken);
        dump.Progress = bytes => run.Report(bytes, dump.Facts.SizeBytes);
        var result = await StreamBackup.RunAsync(
            Request(command, run, repository, dump.Facts),
            dump.Output,
            _ =>
            {
                dump.Complete();
                return Task.CompletedTask;
            },
            cancellationToken);
        var report = dump.Complete();
        if (report.Warnings.Count > 0)
        {
            LogWarnings(command.Component.ToString(), string.Join(Environment.NewLine, report.Warnings));
        }

        return new ComponentCompleted
        {
            OperationId = run.OperationId,
            Namespace = run.Namespace,
            Component = run.Component,
            RunId = run.RunId,
            Snapshot = new ComponentSnapshot
            {
                Component = run.Component,
                SnapshotKey = result.SnapshotKey,
                SnapshotSha256 = Convert.ToHexStringLower(result.Sha256.Span),
                CapturedAt = dump.CapturedAt,
                Size = new SnapshotSize
                {
                    LogicalBytes = report.Bytes,
                    AddedBytes = result.Stats.AddedBytes,
                    StoredBytes = result.Stats.StoredBytes,
                    Files = report.Contents.EntryCount,
                },
            },
        };
    }

    private BackupRequest Request(DumpDatabase command, Run run, OpenRepository repository, DatabaseFacts facts) => new()
    {
        Target = new RunTarget(
            repository.Repository, command.Timestamp, ComponentName.Database(command.Component.Name), RunId.From(run.RunId), repository.StagingFolder),
        Source = repository.Source,
        Sink = repository.Sink,
        Space = repository.Space,
        ParentSnapshot = command.ParentSnapshotKey,
        InterruptedRuns = repository.InterruptedRuns,
        DamagedPacks = repository.DamagedPacks,
        SourceFacts = JsonSerializer.SerializeToElement(facts, DatabaseFactsJson.Default.DatabaseFacts),
        Time = clock,
    };
}
