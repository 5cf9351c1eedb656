using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Auditing;

/// <summary>The calls about the audit log, described.</summary>
internal static class AuditDescriptions
{
    private const string Group = "Audit log";
    private const string Line =
        """{"at":"2023-02-02T16:00:00.000Z","actor":"nightly","from":"10.0.0.7","action":"backup.request","target":"2023-02-02t16-00-00","outcome":"202 Request Accepted with timestamp 2023-02-02t16-00-00"}""";

    private static readonly CallRefusal NoInstant = new(400, "since: 'yesterday' is not an instant such as 2023-02-02T16:00:00Z");

    public static CallDescription List { get; } = new()
    {
        Id = "listAudit",
        Group = Group,
        Summary = "Who did what, newest first",
        Details = "Every call that changed something and every refused key.",
        Parameters = [CallParameter.Query("count", "How many entries; 100 without it.", Schemas.Number(1, 1000), 100)],
        Answers = [new(200, "The entries.", typeof(AuditListAnswer), ("one", $$"""{"entries":[{{Line}}]}"""))],
        Refusals = [new(400, "count: '0' must be 1 to 1000")],
    };

    public static CallDescription Export { get; } = new()
    {
        Id = "exportAudit",
        Group = Group,
        Summary = "Who did what, oldest first, as JSON lines",
        Parameters =
        [
            CallParameter.Query("since", "From this instant on; from the beginning without it.", Schemas.Instant, "2023-02-02T16:00:00Z"),
            CallParameter.Query("until", "Until before this instant; until now without it.", Schemas.Instant, "2023-03-02T16:00:00Z"),
        ],
        Answers = [new(200, "One entry a line.", typeof(AuditLine), ("one", Line + "\n")) { Format = "application/x-ndjson" }],
        Refusals = [NoInstant],
    };
}
