using Holdfast.Hosting.Auditing;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Stores;

namespace Holdfast.Settings.Documents;

/// <summary>A configuration document: its name, its fields, and the section of a process's own configuration that overrides it.</summary>
public sealed class Document
{
    private Document(string name, string section, params Field[] fields) => (Name, Section, Fields) = (name, section, fields);

    public static Document Backup { get; } = new(
        "backupConfig",
        BackupOptions.Section,
        new Field("backupFrequency", FieldKind.Schedule, "0 0 0 * * *"),
        new Field("backupRetentionCount", FieldKind.Count, "30"),
        new Field("enableRegularBackups", FieldKind.Flag, "false"),
        new Field("verificationFrequency", FieldKind.OptionalSchedule),
        new Field("drillFrequency", FieldKind.OptionalSchedule));

    public static Document ObjectStore { get; } = new(
        "objectStoreConfig",
        ObjectStoreOptions.Section,
        new Field("locationType", FieldKind.Text, "local"),
        new Field("localLocation", FieldKind.Folder, "/backup"),
        new Field("aws.accessKey", FieldKind.Text, IsSecret: true),
        new Field("aws.secretKey", FieldKind.Text, IsSecret: true),
        new Field("aws.s3.bucketName", FieldKind.Text),
        new Field("aws.s3.endpoint", FieldKind.Url),
        new Field("aws.s3.forcePathStyle", FieldKind.Flag, "false"),
        new Field("aws.s3.region", FieldKind.Text),
        new Field("azure.accessKey", FieldKind.Text, IsSecret: true),
        new Field("azure.useManagedIdentityToAuthenticate", FieldKind.Flag, "false"),
        new Field("azure.blobStorage.accountName", FieldKind.Text),
        new Field("azure.blobStorage.containerName", FieldKind.Text),
        new Field("azure.blobStorage.serviceURL", FieldKind.Url));

    public static Document Audit { get; } = new(
        "auditConfig",
        AuditOptions.Section,
        new Field("enableUserEvents", FieldKind.Flag, "true"),
        new Field("ueventsSchedule", FieldKind.Schedule, "0 0 0 * * *"),
        new Field("ueventsGCSchedule", FieldKind.Schedule, "0 0 1 * * *"),
        new Field("disableUeventsGC", FieldKind.Flag, "false"));

    public static Document Notification { get; } = new(
        "notificationConfig",
        NotificationOptions.Section,
        new Field("events", FieldKind.Text, "failure,recovery,overdue,suspicious,damaged"),
        new Field("shrinkPercent", FieldKind.Count, "50"),
        new Field("webhook.url", FieldKind.WebAddress, IsSecret: true),
        new Field("webhook.secret", FieldKind.Text, IsSecret: true),
        new Field("ping.url", FieldKind.WebAddress, IsSecret: true),
        new Field("email.host", FieldKind.Text),
        new Field("email.port", FieldKind.Count, "587"),
        new Field("email.security", FieldKind.Text, "starttls"),
        new Field("email.caFile", FieldKind.Text),
        new Field("email.user", FieldKind.Text),
        new Field("email.password", FieldKind.Text, IsSecret: true),
        new Field("email.from", FieldKind.Text),
        new Field("email.to", FieldKind.Text));

    public static IReadOnlyList<Document> All { get; } = [Backup, ObjectStore, Audit, Notification];

    /// <summary>Such as <c>backupConfig</c>.</summary>
    public string Name { get; }

    /// <summary>Such as <c>Backup</c>.</summary>
    public string Section { get; }

    public IReadOnlyList<Field> Fields { get; }

    public static Document? Find(string? name) => All.FirstOrDefault(document => document.Name == name);

    /// <summary>The key of a field in a process's own configuration, such as <c>ObjectStore:aws:s3:bucketName</c>.</summary>
    public string KeyOf(Field field) => $"{Section}:{field.Path.Replace('.', ':')}";

    /// <summary>The environment variable that operators know for a field; null when there is none but that of its key.</summary>
    public string? VariableOf(Field field)
    {
        var key = KeyOf(field);
        return EnvironmentNames.Keys.FirstOrDefault(name => name.Value == key).Key;
    }
}
