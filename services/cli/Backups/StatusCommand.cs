using System.CommandLine;
using Holdfast.Cli.Restores;
using Holdfast.Cli.Running;

namespace Holdfast.Cli.Backups;

/// <summary>How an operation, a backup or a restore is.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var timestamp = new Argument<string?>("timestamp") { Description = "The backup; what runs, else the latest backup, without", Arity = ArgumentArity.ZeroOrOne };
        var restore = new Option<bool>("--restore") { Description = "The last restore, of the backup or of any" };
        return new Command("status", "How a backup, or what runs, is. Fails when that has failed") { timestamp, restore }.Does(async (run, cancellationToken) =>
        {
            if (run.Of(restore))
            {
                var last = await run.Client.Restores.GetAsync(run.Of(timestamp), cancellationToken);
                run.Report.Say("restore", last, RestoreText.Of(last));
                return last.Succeeded || last.IsOngoing ? ExitStatus.Done : ExitStatus.Failed;
            }

            if (run.Of(timestamp) is null && await run.Client.Backups.OngoingAsync(cancellationToken) is { } operation)
            {
                run.Report.Say("operation", operation, string.Join('\n', [$"{(operation.Drill == true ? "Drill" : operation.Kind)} {operation.Timestamp}: {operation.Status}", .. BackupText.Of(operation.Components)]));
                return ExitStatus.Done;
            }

            var backup = run.Of(timestamp) is { } one ? await run.Client.Backups.GetAsync(one, cancellationToken) : await run.Client.Backups.LatestAsync(cancellationToken);
            run.Report.Say("backup", backup, BackupText.Of(backup));
            return backup.Succeeded || backup.IsOngoing ? ExitStatus.Done : ExitStatus.Failed;
        });
    }
}
