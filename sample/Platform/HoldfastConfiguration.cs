using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Sample.Platform;

/// <summary>What <c>holdfast.json</c> says; names are those of the sections.</summary>
internal sealed record HoldfastConfiguration
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required PlatformSection Platform { get; init; }

    public required ObjectStoreSection ObjectStore { get; init; }

    public required StateSection State { get; init; }

    public required ApiSection Api { get; init; }

    public BusSection? Bus { get; init; }

    public DbDumperSection? DbDumper { get; init; }

    public EncryptionSection? Encryption { get; init; }

    public SchedulerSection? Scheduler { get; init; }

    public BackupSection? Backup { get; init; }

    public void Write(string path) => DataFolder.WriteSecret(path, JsonSerializer.Serialize(this, Json) + "\n");

    internal sealed record PlatformSection(string Namespace, IReadOnlyList<Database> Databases, IReadOnlyList<Volume> Volumes);

    internal sealed record Database(string Name, string ConnectionString);

    internal sealed record Volume(string Name, string Path);

    internal sealed record ObjectStoreSection(string LocationType, string LocalLocation, AwsSection? Aws = null, AzureSection? Azure = null);

    internal sealed record AwsSection(string AccessKey, string SecretKey, BucketSection S3);

    internal sealed record BucketSection(string BucketName, string Endpoint, string Region, bool ForcePathStyle);

    internal sealed record AzureSection(string AccessKey, ContainerSection BlobStorage);

    internal sealed record ContainerSection(string AccountName, string ContainerName, string ServiceURL);

    internal sealed record StateSection(string Provider, string ConnectionString);

    internal sealed record ApiSection(string Urls);

    internal sealed record BusSection(string Transport, string Url, string? CaFile = null, string? QueueType = null);

    internal sealed record DbDumperSection(IReadOnlyList<string> ClientFolders);

    internal sealed record EncryptionSection(string PassphraseFile);

    internal sealed record BackupSection(bool EnableRegularBackups, int BackupRetentionCount);

    internal sealed record SchedulerSection(string UndoWindow, string WatchInterval);
}
