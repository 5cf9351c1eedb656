using Holdfast.Api.Descriptions;
using Holdfast.Settings.Documents;
using Microsoft.OpenApi;

namespace Holdfast.Api.Documents;

/// <summary>The calls about configuration documents, described.</summary>
internal static class DocumentDescriptions
{
    private const string Group = "Configuration";
    private const string Effective =
        """
        {"backupConfig":{"backupFrequency":"0 0 16 * * *","backupRetentionCount":30,"enableRegularBackups":true},"version":3,
        "locked":{"backupRetentionCount":"environment variable BACKUP_RETENTION_COUNT"},"nextBackup":"2023-02-03T16:00:00Z"}
        """;

    private static readonly CallParameter Name = CallParameter.Path("name", "Which document.", Document.Backup.Name, DocumentSchemas.Names);
    private static readonly CallRefusal Unknown = new(
        404, $"there is no configuration 'backups', but {string.Join(", ", Document.All.Select(document => document.Name))}");

    private static readonly CallRefusal Wrong = new(
        400, "backupFrequency: 'daily' is not a cron expression; backupRetentionCount: must be a whole number", typeof(DocumentProblemsAnswer));

    private static readonly (string, string) Backups = ("backups", """{"backupFrequency":"0 0 16 * * *","backupRetentionCount":30,"enableRegularBackups":true}""");
    private static readonly (string, string) Store = ("store", """{"locationType":"s3","aws":{"s3":{"bucketName":"your-backup-bucket","region":"us-west-2"}}}""");

    public static CallDescription Get { get; } = new()
    {
        Id = "getConfiguration",
        Group = Group,
        Summary = "What holds now",
        Details = "With its version, which is also the `ETag`, and the fields that command line, environment or file lock. Secrets are shown as `********`.",
        Parameters = [Name],
        Answers = [new(200, "The document.", null, ("backups", Effective))],
        Refusals = [Unknown],
    };

    public static CallDescription Put { get; } = new()
    {
        Id = "putConfiguration",
        Group = Group,
        Summary = "Change the configuration",
        Details = "Takes the whole document, bare or as `{\"backupConfig\":{…}}`; what is left out goes back to its default. It holds from the next operation on.",
        Parameters =
        [
            Name,
            new("If-Match", ParameterLocation.Header, "The `ETag` of the version that was seen, so that nobody is overwritten; `*` for any.", Schemas.Text, "\"3\""),
        ],
        Body = new(typeof(Document), true, Backups, Store),
        Answers = [new(200, "What holds now, and from when on.", null, ("backups", Effective))],
        Refusals =
        [
            Wrong,
            new(400, "If-Match: yesterday is not the ETag of a version of backupConfig"),
            Unknown,
            new(409, "the secrets in the configuration cannot be sealed: Secrets:KeyFile is not set"),
            new(412, "backupConfig was changed by somebody else meanwhile and is at version 4 or later: read it again"),
        ],
    };

    public static CallDescription History { get; } = new()
    {
        Id = "getConfigurationHistory",
        Group = Group,
        Summary = "Who changed what, when and from where",
        Parameters = [Name],
        Answers =
        [
            new(
                200,
                "The newest 100 versions.",
                typeof(DocumentHistoryAnswer),
                ("one", """{"history":[{"version":1,"at":"2023-02-02T16:00:00.000Z","by":"admin","from":"10.0.0.7","changes":[{"field":"backupRetentionCount","before":"30","after":"14"}]}]}""")),
        ],
        Refusals = [Unknown],
    };

    public static CallDescription Test { get; } = new()
    {
        Id = "testObjectStore",
        Group = Group,
        Summary = "Can backups be stored there, and if not, why",
        Details = "Tries a document that is not stored, or without a body the one that is.",
        Body = new(typeof(Document), false, Store, ("the stored one", "{}")),
        Answers =
        [
            new(
                200,
                "What came of it.",
                typeof(StoreTestAnswer),
                ("usable", """{"usable":true,"location":"s3://your-backup-bucket","step":"Clock","message":"It works."}"""),
                ("not usable", """{"usable":false,"location":"s3://your-backup-bucket","step":"Credentials","message":"The access key is unknown.","hint":"Check aws.accessKey."}""")),
        ],
        Refusals =
        [
            Wrong,
            new(409, "the store cannot be tried: another test runs"),
            new(502, "the uploader failed: it did not say why"),
            new(503, "the uploader did not answer within 150 seconds; it may still carry out the request: look at the status before you ask again"),
        ],
    };

    public static CallDescription Feature { get; } = new()
    {
        Id = "getFeatureConfiguration",
        Group = Group,
        Summary = "A document, as older scripts read it",
        Parameters =
        [
            CallParameter.Query("configType", "Which document.", Schemas.OneOf(Document.All.Select(document => document.Name[..^"Config".Length])), "backup"),
        ],
        Answers =
        [
            new(
                200,
                "The document.",
                null,
                ("backups", """{"data":{"backupConfig":{"backupFrequency":"0 0 16 * * *","backupRetentionCount":30,"enableRegularBackups":true}}}""")),
        ],
        Refusals = [new(400, "configType: 'backups' must be backup, objectStore, audit, notification")],
    };
}
