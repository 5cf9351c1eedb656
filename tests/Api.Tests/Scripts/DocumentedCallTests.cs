using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;

namespace Holdfast.Api.Tests.Scripts;

/// <summary>The calls that operators' scripts were written from, as curl puts them on the wire.</summary>
public sealed class DocumentedCallTests
{
    private const string Headers = $"Cookie: prophecy-token={ApiServer.AdminKey}\r\nContent-Type: application/json\r\n";
    private const string Of = "{\n\"timestamp\": \"2023-02-02t16-00-00\"\n}";

    private const string Restore = """
        {
            "timestamp": "2022-11-22t10-00-00",
            "sourceNamespace": "controlplane"
        }
        """;

    private const string RestoreWithout = """
        {
            "timestamp": "2022-11-22t10-00-00",
            "sourceNamespace": "controlplane",
            "svcs": {
                "gitserver": {
                    "disable": SKIP
                },
            }
        }
        """;

    private const string First =
        "\"backupurl\":\"https://s3.console.aws.amazon.com/s3/buckets/your-backup-bucket?region=us-west-2&prefix=app/2023-02-02t16-00-00/&showversions=false\"," +
        "\"namespace\":\"app\",\"status\":\"Success\",\"timestamp\":\"2023-02-02t16-00-00\"";

    private static readonly IReadOnlyList<ComponentId> Components =
    [
        .. ((string[])["airflow", "asp", "exec", "gogs", "metadata"]).Select(ComponentId.Database),
        .. ((string[])["artifactory", "edweb", "gitserver", "metagraph", "openidfederator"]).Select(ComponentId.Volume),
    ];

    [Fact]
    public async Task A_backup_is_requested_looked_at_listed_and_deleted()
    {
        await using var server = await StartAsync();
        var refused = await CallAsync(server, "GET /api/backup/latest", "{}");
        Assert.Equal((404, """{"code":404,"message":"there is no backup yet"}"""), refused);

        var accepted = await CallAsync(server, "POST /api/backup", "{}");
        Assert.Equal(202, accepted.Status);
        Assert.Matches("""^{"code":202,"message":"Request Accepted with timestamp \d{4}-\d\d-\d\dt\d\d-\d\d-\d\d"}$""", accepted.Text);
        var timestamp = accepted.Text[^22..^2];
        await server.EndsAsync();

        var mine = First.Replace("2023-02-02t16-00-00", timestamp.Trim(), StringComparison.Ordinal);
        foreach (var call in (string[])["GET /api/backup/latest", "GET /api/backup/status"])
        {
            var latest = await CallAsync(server, call, "{}");
            Assert.Equal(200, latest.Status);
            Assert.StartsWith("{" + mine, latest.Text);
        }

        var list = await CallAsync(server, "GET /api/backup/list", "{}");
        Assert.Equal(200, list.Status);
        Assert.StartsWith("{\"backup-list\":[{" + mine, list.Text);

        var deleted = await CallAsync(server, "GET /api/backup/delete", Of.Replace("2023-02-02t16-00-00", timestamp.Trim(), StringComparison.Ordinal));
        Assert.Equal((200, """{"success":true,"message":"Deleted backup entry successfully"}"""), deleted);
        Assert.Equal((200, """{"backup-list":[]}"""), await CallAsync(server, "GET /api/backup/list", "{}"));
    }

    [Fact]
    public async Task A_backup_is_found_and_deleted_by_its_timestamp()
    {
        await using var server = await StartAsync();
        Put(server, "app", "2023-02-02t16-00-00");

        var found = await RawCall.SendAsync(new Uri(server.Address), "GET /api/backup/status", Headers, Of);
        Assert.Equal(200, found.Status);
        Assert.StartsWith("{" + First, found.Text);
        Assert.Equal((200, """{"success":true,"message":"Deleted backup entry successfully"}"""), await CallAsync(server, "GET /api/backup/delete", Of));
        Assert.Empty(server.World.Manifests);
    }

    [Fact]
    public async Task While_a_backup_runs_the_documented_text_is_told()
    {
        await using var server = await StartAsync();
        server.World.HangAt("volume/gitserver");
        await CallAsync(server, "POST /api/backup", "{}");
        await server.SaysAsync("GET /api/backup/latest", "completed DBs: [airflow asp exec gogs metadata] and completed Volumes: [artifactory edweb metagraph openidfederator]");

        var latest = await CallAsync(server, "GET /api/backup/latest", "{}");

        Assert.Equal(
            (200, """{"status":"backup/restore operation ongoing with pending DBs: [] and pending Volumes: [gitserver] and completed DBs: [airflow asp exec gogs metadata] and completed Volumes: [artifactory edweb metagraph openidfederator]"}"""),
            latest);
    }

    [Theory]
    [InlineData(Restore, null, true)]
    [InlineData(RestoreWithout, "false", true)]
    [InlineData(RestoreWithout, "true", false)]
    public async Task A_backup_of_another_cluster_is_restored(string body, string? skip, bool whole)
    {
        await using var server = await StartAsync();
        Put(server, "controlplane", "2022-11-22t10-00-00");

        var accepted = await CallAsync(server, "POST /api/restore", skip is null ? body : body.Replace("SKIP", skip, StringComparison.Ordinal));
        Assert.Equal((202, """{"code":202,"message":"Request Accepted"}"""), accepted);
        await server.EndsAsync();

        Assert.Equal(whole, server.World.Done.Contains("Commit volume/gitserver"));
        Assert.Contains("Commit db/airflow", server.World.Done);
        var status = await CallAsync(server, "GET /api/restore/status", Of.Replace("2023-02-02t16-00-00", "2022-11-22t10-00-00", StringComparison.Ordinal));
        Assert.Equal(200, status.Status);
        Assert.StartsWith("""{"backupurl":"/backup","namespace":"app","status":"Success","timestamp":"2022-11-22t10-00-00",""", status.Text);
    }

    [Fact]
    public async Task The_schedule_is_asked_for_without_a_body()
    {
        await using var server = await StartAsync();

        var config = await RawCall.SendAsync(
            new Uri(server.Address), "GET /api/feature/getConfig?configType=backup", $"cookie: prophecy-token={ApiServer.AdminKey}\r\n", null);

        Assert.Equal(
            (200, """{"data":{"backupConfig":{"backupFrequency":"0 0 0 * * *","backupRetentionCount":30,"enableRegularBackups":false}}}"""), config);
    }

    private static Task<(int Status, string Text)> CallAsync(ApiServer server, string call, string body) =>
        RawCall.SendAsync(new Uri(server.Address), call, Headers, body);

    private static Task<ApiServer> StartAsync() => ApiServer.StartAsync(
        new Dictionary<string, string?>
        {
            ["ObjectStore:locationType"] = "s3",
            ["ObjectStore:aws:s3:bucketName"] = "your-backup-bucket",
            ["ObjectStore:aws:s3:region"] = "us-west-2",
        },
        Components);

    private static void Put(ApiServer server, string @namespace, string timestamp) => server.World.Manifests[$"{@namespace}/{timestamp}"] = new CommitBackup
    {
        OperationId = Guid.NewGuid(),
        Namespace = @namespace,
        Timestamp = timestamp,
        StartedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch,
        Components = [.. Components.Select(component => SimulatedWorld.Snapshot(component, Guid.NewGuid()))],
    };
}
