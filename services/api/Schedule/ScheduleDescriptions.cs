using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Schedule;

/// <summary>The call about the schedule, described.</summary>
internal static class ScheduleDescriptions
{
    private const string Example =
        """
        {"namespace":"app","enabled":true,"frequency":"0 0 16 * * *","timeZone":"UTC","next":"2023-02-03T16:00:00.000Z",
        "verification":{"frequency":"0 30 4 * * 0","next":"2023-02-05T04:30:00.000Z"},"drill":{"frequency":"0 0 6 1 * *","next":"2023-03-01T06:00:00.000Z"},"requested":[
        {"reason":"schedule","due":"2023-02-02T16:00:00.000Z","requestedAt":"2023-02-02T16:00:00.100Z","madeUpFor":0,"outcome":"started","timestamp":"2023-02-02t16-00-00"}]}
        """;

    public static CallDescription Get { get; } = new()
    {
        Id = "getSchedule",
        Group = "Schedule",
        Summary = "When the next regular backup, verification and drill are due, and what came of the last backups",
        Details = "`verification` and `drill` are there while they are scheduled. `requested` has the last 50 backups that Holdfast requested by itself, newest first; skipped ones with the reason.",
        Answers = [new(200, "The schedule.", typeof(ScheduleAnswer), ("daily", Example))],
    };
}
