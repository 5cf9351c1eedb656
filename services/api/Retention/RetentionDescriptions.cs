using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Retention;

/// <summary>The call about retention, described.</summary>
internal static class RetentionDescriptions
{
    private const string Planned =
        """
        {"code":200,"message":"1 of 2 backups would be deleted","dryRun":true,"keep":1,"backups":[
        {"timestamp":"2023-02-01t16-00-00","expires":true,"reason":"1 newer ones succeeded, and 1 are to be kept"},
        {"timestamp":"2023-02-02t16-00-00","expires":false,"reason":"it is the newest"}],"freedBytes":33554432}
        """;

    public static CallDescription Request { get; } = new()
    {
        Id = "requestRetention",
        Group = "Retention",
        Summary = "Delete what is not to be kept, or tell what that would be",
        Details = "The role admin is needed without `dryRun`.",
        Body = new(typeof(RetentionCall), false, ("dry run", """{"dryRun":true}"""), ("now", "{}")),
        Answers =
        [
            new(200, "What would be deleted; with `problem`, why nothing would.", typeof(RetentionAnswer), ("dry run", Planned)),
            new(202, "What is being deleted.", typeof(RetentionAnswer)),
        ],
        Refusals =
        [
            new(403, "the role of this API key does not allow deleting backups, only a look with \"dryRun\": true"),
            new(409, "backup/restore operation ongoing with pending DBs: [airflow] and pending Volumes: [] and completed DBs: [] and completed Volumes: []"),
            new(502, "the scheduler failed: it did not say why"),
            new(503, "the store cannot be asked for its objects: connection refused"),
        ],
    };
}
