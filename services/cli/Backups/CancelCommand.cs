using System.CommandLine;
using Holdfast.Cli.Running;

namespace Holdfast.Cli.Backups;

/// <summary>Cancels whatever runs.</summary>
internal static class CancelCommand
{
    public static Command Create() => new Command("cancel", "Cancel the backup or restore that runs").Does(async (run, cancellationToken) =>
    {
        if (await run.Client.Backups.OngoingAsync(cancellationToken) is not { } operation)
        {
            return run.Report.Problem("nothing runs", ExitStatus.Failed);
        }

        await (operation.Kind == "Restore" ? run.Client.Restores.CancelAsync(cancellationToken) : run.Client.Backups.CancelAsync(cancellationToken));
        run.Report.Say("done", new { Action = "cancel", Operation = operation.Kind, operation.Timestamp }, $"{operation.Kind} {operation.Timestamp} is being cancelled");
        return ExitStatus.Done;
    });
}
