using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Retention;

namespace Holdfast.Cli.Retention;

/// <summary>Deletes what is not to be kept.</summary>
internal static class RetentionCommand
{
    private static readonly Table<PlannedBackup> Columns = new(
        ("TIMESTAMP (UTC)", backup => backup.Timestamp), ("", backup => backup.Expires ? "goes" : "stays"), ("WHY", backup => backup.Reason));

    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only tell what would be deleted" };
        return new Command("retention", "Delete the backups that are not to be kept, now") { dryRun }.Does(async (run, cancellationToken) =>
        {
            var plan = await run.Client.Retention.RunAsync(run.Of(dryRun), cancellationToken);
            var freed = plan.FreedBytes is { } bytes ? $"; {Quantity.Bytes(bytes)} would be freed" : "";
            run.Report.Say("retention", plan, $"{Columns.Text(plan.Backups)}\n{plan.Message}{freed}");
            return plan.Problem is { } problem ? run.Report.Problem(problem, ExitStatus.Failed) : ExitStatus.Done;
        });
    }
}
