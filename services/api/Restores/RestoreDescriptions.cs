using Holdfast.Api.Answers;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Restores;

/// <summary>The calls about restores, described.</summary>
internal static class RestoreDescriptions
{
    private const string Group = "Restores";
    private const string Restored =
        """
        {"backupurl":"/backup","namespace":"app","status":"Success","timestamp":"2023-02-02t16-00-00","operationId":"0f8fad5b-d9cb-469f-a165-70867728950e",
        "sourceNamespace":"app","state":"Completed","startedAt":"2023-02-03T08:00:00.000Z","endedAt":"2023-02-03T08:04:10.000Z",
        "undoUntil":"2023-02-04T08:04:10.000Z","undoable":{"operationId":"0f8fad5b-d9cb-469f-a165-70867728950e","timestamp":"2023-02-02t16-00-00",
        "sourceNamespace":"app","until":"2023-02-04T08:04:10.000Z","components":["db/airflow"]},"components":[{"component":"db/airflow","state":"Done","attempt":1,"doneBytes":1048576}]}
        """;

    private const string Looked =
        """
        {"code":200,"message":"the restore would succeed","wouldSucceed":true,"timestamp":"2023-02-02t16-00-00","sourceNamespace":"app",
        "plan":["db/airflow","volume/gitserver"],"leftOut":[],"findings":[]}
        """;

    private static readonly CallRefusal NoTimestamp = new(400, "timestamp: is missing; it must be a timestamp such as 2023-02-02t16-00-00");
    private static readonly CallRefusal NoAnswer = new(503, "the scheduler did not answer within 30 seconds; it may still carry out the request: look at the status before you ask again");
    private static readonly CallRefusal Failed = new(502, "the scheduler failed: it did not say why");
    private static readonly CallRefusal Busy = new(
        409, "backup/restore operation ongoing with pending DBs: [airflow] and pending Volumes: [] and completed DBs: [] and completed Volumes: []");

    private static readonly CallAnswer Accepted = new(202, "It has begun.", typeof(CodeAnswer), ("accepted", """{"code":202,"message":"Request Accepted"}"""));

    public static CallDescription Request { get; } = new()
    {
        Id = "requestRestore",
        Group = Group,
        Summary = "Restore",
        Details =
            """
            Brings back everything in a backup, all or nothing, except what `svcs` disables. What was there before can be brought back with `/api/restore/undo`
            for some time. A dry run changes nothing and is waited for, up to 50 seconds; one that takes longer is answered with 202, and
            `GET /api/restore/status` has its findings. A drill rehearses the restore: everything is rebuilt beside the live data and checked as by a restore, then
            removed again; it takes as long and needs as much space, and `GET /api/restore/status` says what came of it. Without `dryRun` or `drill` the role admin is needed.
            """,
        Body = new(
            typeof(RestoreCall),
            true,
            ("everything", """{"timestamp":"2023-02-02t16-00-00"}"""),
            ("dry run", """{"timestamp":"2023-02-02t16-00-00","dryRun":true}"""),
            ("drill", """{"timestamp":"2023-02-02t16-00-00","drill":true}"""),
            ("not all", """{"timestamp":"2023-02-02t16-00-00","svcs":{"gitserver":{"disable":true},"postgres":{"disable":true}}}"""),
            ("from another cluster", """{"timestamp":"2023-02-02t16-00-00","sourceNamespace":"production"}""")),
        Answers = [new(200, "What came of a dry run.", typeof(DryRunAnswer), ("dry run", Looked)), Accepted],
        Refusals =
        [
            NoTimestamp,
            new(400, "svcs: no component has this name: gitservr"),
            new(400, "drill: a drill goes without dryRun"),
            new(403, "the role of this API key does not allow a restore, only one with \"dryRun\" or \"drill\": true"),
            new(404, "there is no backup 2023-02-02t16-00-00 in namespace app"),
            Busy,
            Failed,
            NoAnswer,
        ],
    };

    public static CallDescription Cancel { get; } = new()
    {
        Id = "cancelRestore",
        Group = Group,
        Summary = "Cancel the ongoing restore",
        Details = "Removes what it prepared. Once it replaces what was there, it can no longer be cancelled.",
        Body = new(typeof(TimestampCall), false, ("whichever runs", "{}"), ("one", """{"timestamp":"2023-02-02t16-00-00"}""")),
        Parameters = [CallParameter.Timestamp("To be sure which restore is cancelled.")],
        Answers = [Accepted],
        Refusals = [NoTimestamp, new(404, "no restore is ongoing in namespace app"), new(409, "the restore is being committed and can no longer be cancelled"), Failed, NoAnswer],
    };

    public static CallDescription Undo { get; } = new()
    {
        Id = "undoRestore",
        Group = Group,
        Summary = "Bring back what the last restore replaced",
        Body = new(typeof(TimestampCall), false, ("the last one", "{}"), ("one", """{"timestamp":"2023-02-02t16-00-00"}""")),
        Parameters = [CallParameter.Timestamp("The backup that was restored, to be sure.")],
        Answers = [Accepted],
        Refusals = [NoTimestamp, new(404, "there is no restore that can be undone"), Busy, Failed, NoAnswer],
    };

    public static CallDescription Status { get; } = new()
    {
        Id = "getRestoreStatus",
        Group = Group,
        Summary = "How the last restore is",
        Details = "`undoable` is the restore that `POST /api/restore/undo` would undo: also when it is an earlier one, and a dry run, a drill or a restore that failed came last.",
        Parameters = [CallParameter.Timestamp("The last restore of this backup; the last of any without it.")],
        Answers = [new(200, "How it is. The status is `Success`, the text of an ongoing operation, or the first error; of a drill it begins with `drill`.", typeof(RestoreAnswer), ("complete", Restored))],
        Refusals = [NoTimestamp, new(404, "there was no restore yet")],
    };
}
