using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Verifications;

namespace Holdfast.Cli.Verifications;

/// <summary>Has a stored backup verified by the services.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var timestamp = new Argument<string?>("timestamp") { Description = "The backup; the newest complete one without", Arity = ArgumentArity.ZeroOrOne };
        var quick = new Option<bool>("--quick") { Description = "Only that everything is there and belongs together: the content itself is not read" };
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait for its end" };
        var status = new Option<bool>("--status") { Description = "Only how the last one is" };
        var cancel = new Option<bool>("--cancel") { Description = "Cancel the one that runs" };
        return new Command("verify", "Have a stored backup verified: all of it is read") { timestamp, quick, wait, status, cancel }.Does(async (run, cancellationToken) =>
        {
            var calls = run.Client.Verifications;
            if (run.Of(cancel))
            {
                await calls.CancelAsync(cancellationToken);
                run.Report.Say("done", new { Action = "cancel" }, "The verification is being cancelled");
                return ExitStatus.Done;
            }

            if (run.Of(status))
            {
                var last = await calls.GetAsync(run.Of(timestamp), cancellationToken);
                run.Report.Say("verification", last, Text(last));
                return last.Succeeded || last.IsOngoing ? ExitStatus.Done : ExitStatus.Failed;
            }

            await calls.StartAsync(run.Of(timestamp), run.Of(quick), cancellationToken);
            if (!run.Of(wait))
            {
                run.Report.Say("verification_started", new { Timestamp = run.Of(timestamp) }, "The verification has begun: holdfast verify --status");
                return ExitStatus.Done;
            }

            run.Started = "stopped waiting; the verification goes on: holdfast verify --status";
            run.Report.Note("The verification has begun");
            var ended = await calls.WaitAsync(null, cancellationToken);
            run.Report.Say("verification", ended, Text(ended));
            return ended.Succeeded ? ExitStatus.Done : ExitStatus.Failed;
        });
    }

    private static string Text(Verification one)
    {
        var amount = one.TotalBytes is { } total ? $"{Quantity.Bytes(one.DoneBytes)} of {Quantity.Bytes(total)}" : Quantity.Bytes(one.DoneBytes);
        return string.Join('\n', [$"Verification of {one.Timestamp} ({one.Depth}): {one.Status} ({one.State}, {amount})", .. one.Problems]);
    }
}
