using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Backups;

namespace Holdfast.Cli.Backups;

/// <summary>The commands about backups.</summary>
internal static class BackupCommands
{
    private const int LongestStatus = 60;

    private static readonly Table<Backup> Columns = new(
        ("TIMESTAMP (UTC)", backup => backup.Timestamp),
        ("STATUS", backup => backup.Status.Length > LongestStatus ? backup.Status[..LongestStatus] + "…" : backup.Status),
        ("TOOK", backup => Quantity.Duration(backup.StartedAt, backup.EndedAt)),
        ("SIZE", backup => Quantity.Bytes(backup.LogicalBytes)),
        ("ADDED", backup => Quantity.Bytes(backup.StoredBytes)),
        ("PINNED", backup => backup.Pinned == true ? "yes" : ""),
        ("LABEL", backup => backup.Suspicion is null ? backup.Label : $"{backup.Label} (suspicious: {backup.Suspicion})".TrimStart()));

    public static Command Backup()
    {
        var components = new Argument<string[]>("component") { Description = "What to back up, such as gitserver or db/airflow; everything without", Arity = ArgumentArity.ZeroOrMore };
        var label = new Option<string?>("--label") { Description = "Shown beside the backup" };
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait for its end, and tell how far it is" };
        return new Command("backup", "Back up everything, or the components named") { components, label, wait }.Does(async (run, cancellationToken) =>
        {
            var names = run.Of(components);
            var request = new BackupRequest { Components = names.Length == 0 ? null : names, Label = run.Of(label) };
            var timestamp = await run.Client.Backups.StartAsync(request, cancellationToken);
            if (!run.Of(wait))
            {
                run.Report.Say("backup_started", new { Timestamp = timestamp }, timestamp);
                return ExitStatus.Done;
            }

            run.Started = $"stopped waiting; the backup {timestamp} goes on: holdfast status {timestamp}";
            run.Report.Note($"Backup {timestamp} has begun");
            var progress = new ProgressReport<Backup>(run.Report, backup => backup.Progress, backup => backup.Components);
            var ended = await run.Client.Backups.WaitAsync(timestamp, progress, cancellationToken);
            run.Report.Say("backup", ended, BackupText.Of(ended));
            return ended.Succeeded ? ExitStatus.Done : ExitStatus.Failed;
        });
    }

    public static Command List()
    {
        var store = new Option<bool>("--store") { Description = "Also backups that only the store knows: made elsewhere, or before the state database was lost" };
        var name = new Option<string?>("--namespace") { Description = "Backups that the store has of another namespace" };
        return new Command("list", "All backups, oldest first") { store, name }.Does(async (run, cancellationToken) =>
        {
            var backups = await run.Client.Backups.ListAsync(run.Of(store), run.Of(name), cancellationToken);
            run.Report.Say("backup", backups, Columns, "There is no backup.");
            return ExitStatus.Done;
        });
    }

    public static Command Delete() => One("delete", "Delete a backup; what others need of it stays", "Deleted", (calls, timestamp, token) => calls.DeleteAsync(timestamp, token));

    public static Command Pin() => One("pin", "Keep a backup, whatever retention says", "Pinned", (calls, timestamp, token) => calls.PinAsync(timestamp, token));

    public static Command Unpin() => One("unpin", "Keep a backup no longer", "Unpinned", (calls, timestamp, token) => calls.UnpinAsync(timestamp, token));

    public static Command Accept() =>
        One("accept", "Say that a suspiciously small backup is as it should be", "Accepted", (calls, timestamp, token) => calls.AcceptAsync(timestamp, token));

    private static Command One(string name, string description, string done, Func<BackupCalls, string, CancellationToken, Task> call)
    {
        var timestamp = new Argument<string>("timestamp") { Description = "The backup, such as 2023-02-02t16-00-00" };
        return new Command(name, description) { timestamp }.Does(async (run, cancellationToken) =>
        {
            await call(run.Client.Backups, run.Of(timestamp), cancellationToken);
            run.Report.Say("done", new { Action = name, Timestamp = run.Of(timestamp) }, $"{done} backup {run.Of(timestamp)}");
            return ExitStatus.Done;
        });
    }
}
