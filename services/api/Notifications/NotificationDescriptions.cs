using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Notifications;

/// <summary>The calls about notifications, described.</summary>
internal static class NotificationDescriptions
{
    private const string Group = "Notifications";
    private const string Told =
        """
        {"notifications":[{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","event":"backup.failed","channel":"webhook","createdAt":"2023-02-02T16:00:00.000Z",
        "outcome":"delivered","endedAt":"2023-02-02T16:00:01.000Z","attempts":1}]}
        """;

    public static CallDescription List { get; } = new()
    {
        Id = "listNotifications",
        Group = Group,
        Summary = "What was told to whom",
        Details = "The last 50, newest first.",
        Answers = [new(200, "The notifications.", typeof(NotificationListAnswer), ("one", Told))],
    };

    public static CallDescription Test { get; } = new()
    {
        Id = "testNotifications",
        Group = Group,
        Summary = "Tell everybody that it is a test",
        Answers =
        [
            new(
                200,
                "Which ways work, and why the others do not.",
                typeof(NotificationTestAnswer),
                ("both", """{"results":[{"channel":"webhook","delivered":true},{"channel":"email","delivered":false,"problem":"the server refused the login"}]}""")),
        ],
        Refusals =
        [
            new(409, "notifications cannot be tried: none is configured"),
            new(502, "the scheduler failed: it did not say why"),
            new(503, "the scheduler did not answer within 150 seconds; it may still carry out the request: look at the status before you ask again"),
        ],
    };
}
