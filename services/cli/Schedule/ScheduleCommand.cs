using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Schedule;

namespace Holdfast.Cli.Schedule;

/// <summary>When the next regular backup, verification and drill are due.</summary>
internal static class ScheduleCommand
{
    private static readonly Table<ScheduledBackup> Columns = new(
        ("DUE", backup => Quantity.Time(backup.Due)),
        ("WHY", backup => backup.Reason),
        ("OUTCOME", backup => backup.Outcome),
        ("TIMESTAMP (UTC)", backup => backup.Timestamp),
        ("", backup => backup.Message));

    public static Command Create() => new Command("schedule", "When the next regular backup, verification and drill are due, and what came of the last backups").Does(async (run, cancellationToken) =>
    {
        var schedule = await run.Client.Schedule.GetAsync(cancellationToken);
        var next = schedule.Enabled ? $"Next regular backup: {Quantity.Time(schedule.Next)}" : "Regular backups are off";
        var last = schedule.Requested.Count == 0 ? "" : $"\n{Columns.Text(schedule.Requested)}";
        run.Report.Say("schedule", schedule, $"{next} ({schedule.Frequency}, {schedule.TimeZone}){Text("verification", schedule.Verification)}{Text("drill", schedule.Drill)}{last}");
        return ExitStatus.Done;
    });

    private static string Text(string what, ScheduledCheck? check) => check is null ? "" : $"\nNext {what}: {Quantity.Time(check.Next)} ({check.Frequency})";
}
