using Holdfast.Api.Descriptions;
using Holdfast.Api.Operations;

namespace Holdfast.Api.Events;

/// <summary>The call for live events, described.</summary>
internal static class EventDescriptions
{
    private const string Example =
        """
        event: progress
        data: {"status":"backup/restore operation ongoing with pending DBs: [airflow] and pending Volumes: [] and completed DBs: [] and completed Volumes: []","namespace":"app","timestamp":"2023-02-02t16-00-00","operation":"Backup","ongoing":true}


        """;

    public static CallDescription Listen { get; } = new()
    {
        Id = "listen",
        Group = "Observing",
        Summary = "Live events",
        Details = "Server-Sent Events: `progress` and `ended` with the operation as data, `quiet` every 15 seconds without news. It ends when the key or the session does. At most 32 listeners.",
        Answers = [new(200, "Events, until the listener goes.", typeof(OngoingAnswer), ("progress", Example)) { Format = "text/event-stream" }],
        Refusals = [new(503, "32 listeners are connected already")],
    };
}
