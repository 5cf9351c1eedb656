namespace Holdfast.Hosting.Configuration;

/// <summary>The environment variables that operators know, each with the setting it overrides.</summary>
public static class EnvironmentNames
{
    /// <summary>Variable name to configuration key.</summary>
    public static IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["BACKUP_FREQUENCY"] = "Backup:backupFrequency",
        ["BACKUP_RETENTION_COUNT"] = "Backup:backupRetentionCount",
        ["ENABLE_REGULAR_BACKUPS"] = "Backup:enableRegularBackups",
        ["OBJECT_STORE_LOCATION_TYPE"] = "ObjectStore:locationType",
        ["OBJECT_STORE_LOCATION_LOCAL"] = "ObjectStore:localLocation",
        ["AWS_S3_BUCKET_NAME"] = "ObjectStore:aws:s3:bucketName",
        ["AWS_S3_ENDPOINT"] = "ObjectStore:aws:s3:endpoint",
        ["AWS_S3_FORCE_PATH_STYLE"] = "ObjectStore:aws:s3:forcePathStyle",
        ["AWS_S3_REGION"] = "ObjectStore:aws:s3:region",
        ["AWS_ACCESS_KEY"] = "ObjectStore:aws:accessKey",
        ["AWS_SECRET_KEY"] = "ObjectStore:aws:secretKey",
        ["AZURE_STORAGE_ACCOUNT_NAME"] = "ObjectStore:azure:blobStorage:accountName",
        ["AZURE_STORAGE_ACCOUNT_SERVICE_URL"] = "ObjectStore:azure:blobStorage:serviceURL",
        ["AZURE_STORAGE_CONTAINER_NAME"] = "ObjectStore:azure:blobStorage:containerName",
        ["AZURE_STORAGE_ACCESS_KEY"] = "ObjectStore:azure:accessKey",
    };

    /// <summary>The settings that are set through these variables.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Read(Func<string, string?> variable) =>
        from name in Keys
        let value = variable(name.Key)
        where !string.IsNullOrEmpty(value)
        select KeyValuePair.Create(name.Value, (string?)value);
}
