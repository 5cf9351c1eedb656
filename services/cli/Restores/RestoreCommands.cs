using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Restores;

namespace Holdfast.Cli.Restores;

/// <summary>The commands about restores.</summary>
internal static class RestoreCommands
{
    public static Command Restore()
    {
        var timestamp = new Argument<string>("timestamp") { Description = "The backup, such as 2023-02-02t16-00-00" };
        var source = new Option<string?>("--source-namespace") { Description = "The namespace it was taken in" };
        var without = new Option<string[]>("--without")
        {
            Description = "Leave these components as they are; postgres for all databases",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "name",
        };
        var salvage = new Option<bool>("--salvage") { Description = "Bring back what is readable when objects are damaged" };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only look whether it would work" };
        var drill = new Option<bool>("--drill") { Description = "Only rehearse it: rebuild and check all of it beside the live data, then remove it again" };
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait for its end, and tell how far it is" };
        return new Command("restore", "Bring back a backup, all or nothing") { timestamp, source, without, salvage, dryRun, drill, wait }.Does((run, cancellationToken) =>
        {
            var request = new RestoreRequest
            {
                Timestamp = run.Of(timestamp),
                SourceNamespace = run.Of(source),
                LeaveOut = run.Of(without) ?? [],
                Salvage = run.Of(salvage),
                Drill = run.Of(drill),
            };
            return run.Of(dryRun) ? TryAsync(run, request, cancellationToken) : RestoreAsync(run, request, run.Of(wait), cancellationToken);
        });
    }

    public static Command Undo()
    {
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait for its end" };
        return new Command("undo", "Bring back what the last restore replaced") { wait }.Does(async (run, cancellationToken) =>
        {
            await run.Client.Restores.UndoAsync(cancellationToken);
            run.Report.Note("What the restore replaced is being brought back");
            if (!run.Of(wait))
            {
                run.Report.Say("undo_started", new { }, "holdfast status --restore tells how far it is");
                return ExitStatus.Done;
            }

            return await EndAsync(run, restore => restore.State == "Undone", cancellationToken);
        });
    }

    private static async Task<int> TryAsync(CommandRun run, RestoreRequest request, CancellationToken cancellationToken)
    {
        if (await run.Client.Restores.TryAsync(request, cancellationToken) is { } looked)
        {
            run.Report.Say("dry_run", looked, RestoreText.Of(looked));
            return looked.WouldSucceed ? ExitStatus.Done : ExitStatus.Failed;
        }

        return await EndAsync(run, restore => restore.Succeeded && restore.Findings?.Any(finding => finding.Blocking) != true, cancellationToken);
    }

    private static async Task<int> RestoreAsync(CommandRun run, RestoreRequest request, bool wait, CancellationToken cancellationToken)
    {
        await run.Client.Restores.StartAsync(request, cancellationToken);
        var begun = $"{(request.Drill ? "Drill" : "Restore")} of {request.Timestamp} has begun";
        if (!wait)
        {
            run.Report.Say("restore_started", new { request.Timestamp, request.Drill }, $"{begun}: holdfast status --restore");
            return ExitStatus.Done;
        }

        run.Report.Note(begun);
        return await EndAsync(run, restore => restore.Succeeded, cancellationToken);
    }

    private static async Task<int> EndAsync(CommandRun run, Func<Restore, bool> good, CancellationToken cancellationToken)
    {
        run.Started = "stopped waiting; the restore goes on: holdfast status --restore";
        var progress = new ProgressReport<Restore>(run.Report, restore => restore.Progress, restore => restore.Components);
        var ended = await run.Client.Restores.WaitAsync(progress, cancellationToken);
        run.Report.Say("restore", ended, RestoreText.Of(ended));
        return good(ended) ? ExitStatus.Done : ExitStatus.Failed;
    }
}
