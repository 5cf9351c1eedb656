using Holdfast.Api.Answers;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Backups;

/// <summary>The calls about backups, described.</summary>
internal static class BackupDescriptions
{
    private const string Group = "Backups";
    private const string Complete =
        """{"backupurl":"/backup/app/2023-02-02t16-00-00","namespace":"app","status":"Success","timestamp":"2023-02-02t16-00-00"}""";

    private const string OngoingText =
        "backup/restore operation ongoing with pending DBs: [airflow gogs] and pending Volumes: [gitserver] and completed DBs: [asp] and completed Volumes: [edweb]";

    private const string Ongoing = $$"""{"status":"{{OngoingText}}"}""";

    private static readonly CallRefusal NoTimestamp = new(400, "timestamp: 'yesterday' is not a timestamp such as 2023-02-02t16-00-00");
    private static readonly CallRefusal NoBackup = new(404, "there is no backup 2023-02-02t16-00-00 in namespace app");
    private static readonly CallRefusal NoAnswer = new(503, "the scheduler did not answer within 30 seconds; it may still carry out the request: look at the status before you ask again");
    private static readonly CallRefusal Failed = new(502, "the scheduler failed: it did not say why");
    private static readonly CallRefusal StoreAway = new(503, "the store cannot be asked for its backups: connection refused");

    public static CallDescription Request { get; } = new()
    {
        Id = "requestBackup",
        Group = Group,
        Summary = "Back up",
        Details = "Backs up all components, or those named, as one backup. The answer comes at once; `GET /api/backup/status` tells how far it is.",
        Body = new(typeof(BackupCall), false, ("everything", "{}"), ("some", """{"components":["gitserver","db/airflow"],"label":"before the upgrade"}""")),
        Answers = [new(202, "The backup has begun.", typeof(CodeAnswer), ("accepted", """{"code":202,"message":"Request Accepted with timestamp 2023-02-02t16-00-00"}"""))],
        Refusals = [new(400, "components: no component has this name: gitservr"), new(409, OngoingText), Failed, NoAnswer],
    };

    public static CallDescription Cancel { get; } = new()
    {
        Id = "cancelBackup",
        Group = Group,
        Summary = "Cancel the ongoing backup",
        Body = new(typeof(TimestampCall), false, ("whichever runs", "{}"), ("one", """{"timestamp":"2023-02-02t16-00-00"}""")),
        Parameters = [CallParameter.Timestamp("To be sure which backup is cancelled.")],
        Answers = [new(202, "It is being cancelled.", typeof(CodeAnswer), ("accepted", """{"code":202,"message":"Request Accepted"}"""))],
        Refusals = [NoTimestamp, new(404, "no backup is ongoing in namespace app"), new(409, "the backup is being committed and can no longer be cancelled"), Failed, NoAnswer],
    };

    public static CallDescription Latest { get; } = new()
    {
        Id = "getLatestBackup",
        Group = Group,
        Summary = "The newest complete backup",
        Details = "While an operation runs only its status text. When a newer backup failed, `lastFailure` tells of it.",
        Answers = [new(200, "The newest complete backup, or what runs.", typeof(BackupAnswer), ("complete", Complete), ("ongoing", Ongoing))],
        Refusals = [new(404, "there is no backup yet")],
    };

    public static CallDescription Status { get; } = new()
    {
        Id = "getBackupStatus",
        Group = Group,
        Summary = "How a backup is, or the ongoing operation",
        Details = "With `timestamp` that backup with its components; without it the ongoing operation with its progress, else as `/api/backup/latest`.",
        Parameters = [CallParameter.Timestamp("The backup; the ongoing operation, else the latest backup, without it.")],
        Answers = [new(200, "How it is. The status is `Success`, the text of an ongoing operation, or the first error.", typeof(BackupAnswer), ("complete", Complete), ("ongoing", Ongoing))],
        Refusals = [NoTimestamp, new(404, "there is no backup yet"), NoBackup, StoreAway],
    };

    public static CallDescription List { get; } = new()
    {
        Id = "listBackups",
        Group = Group,
        Summary = "All backups, oldest first",
        Details = "Failed ones too, with their error as status.",
        Parameters =
        [
            CallParameter.Query("store", "Also those that only the store knows: made elsewhere, or before the state database was lost.", Schemas.Flag, true),
            CallParameter.Query("namespace", "What the store has of another namespace.", Schemas.Namespace, "app"),
        ],
        Answers = [new(200, "The backups.", typeof(BackupListAnswer), ("one", $$"""{"backup-list":[{{Complete}}]}"""))],
        Refusals = [new(400, "store: 'yes' must be true or false"), StoreAway],
    };

    public static CallDescription DeleteByGet { get; } = new()
    {
        Id = "deleteBackupByGet",
        Group = Group,
        Summary = "Delete a backup, as older scripts do it",
        Details = "The same as `DELETE /api/backup/{timestamp}`. A browser's cookie is not enough for it.",
        Parameters = [CallParameter.Timestamp("The backup. It is needed, here or in a JSON body.")],
        Answers = [Deleted()],
        Refusals = [NoTimestamp, .. DeleteRefusals()],
    };

    public static CallDescription Delete { get; } = new()
    {
        Id = "deleteBackup",
        Group = Group,
        Summary = "Delete a backup",
        Details = "Data and entry. What other backups need stays. One that is not there counts as deleted, so a call that was cut off can be made again.",
        Parameters = [CallParameter.TimestampInPath],
        Answers = [Deleted()],
        Refusals = [NoTimestamp, .. DeleteRefusals()],
    };

    public static CallDescription Pin { get; } = new()
    {
        Id = "pinBackup",
        Group = Group,
        Summary = "Keep a backup",
        Details = "Neither retention nor a request deletes it until it is unpinned.",
        Parameters = [CallParameter.TimestampInPath],
        Answers = [new(200, "It is pinned.", typeof(DoneAnswer), ("pinned", """{"success":true,"message":"Pinned backup 2023-02-02t16-00-00"}"""))],
        Refusals = [NoTimestamp, NoBackup, new(409, "the backup 2023-02-02t16-00-00 failed: there is nothing to keep")],
    };

    public static CallDescription Unpin { get; } = new()
    {
        Id = "unpinBackup",
        Group = Group,
        Summary = "Keep a backup no longer",
        Parameters = [CallParameter.TimestampInPath],
        Answers = [new(200, "It is not pinned.", typeof(DoneAnswer), ("unpinned", """{"success":true,"message":"Unpinned backup 2023-02-02t16-00-00"}"""))],
        Refusals = [NoTimestamp, NoBackup, new(409, "the backup 2023-02-02t16-00-00 is being deleted")],
    };

    public static CallDescription Accept { get; } = new()
    {
        Id = "acceptBackup",
        Group = Group,
        Summary = "Say that a suspicious backup is as it should be",
        Details = "A backup in which a component has become much smaller holds retention back (`suspicion` in the list) until then.",
        Parameters = [CallParameter.TimestampInPath],
        Answers = [new(200, "Retention goes on.", typeof(DoneAnswer), ("accepted", """{"success":true,"message":"Accepted backup 2023-02-02t16-00-00"}"""))],
        Refusals = [NoTimestamp, NoBackup, new(409, "the backup 2023-02-02t16-00-00 is not suspicious")],
    };

    private static CallAnswer Deleted() =>
        new(200, "It is deleted.", typeof(DoneAnswer), ("deleted", """{"success":true,"message":"Deleted backup entry successfully"}"""));

    private static IEnumerable<CallRefusal> DeleteRefusals() =>
        [new(409, OngoingText), new(409, "the backup 2023-02-02t16-00-00 is pinned: unpin it first"), Failed, NoAnswer];
}
