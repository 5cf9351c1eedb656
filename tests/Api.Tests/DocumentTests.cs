using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Api.Tests.Platform;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Tests;

/// <summary>The configuration documents, over real HTTP.</summary>
public sealed class DocumentTests : IDisposable
{
    private const string Secret = "hunter2-is-the-secret-key";
    private const string AccessKey = "AKIA-is-the-access-key";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-documents-").FullName;

    private string KeyFile => Path.Combine(_folder, "secrets.key");

    private static string Bucket(string secret = Secret) => $$$$"""
        {"locationType":"s3","aws":{"accessKey":"{{{{AccessKey}}}}","secretKey":"{{{{secret}}}}","s3":{"bucketName":"b","endpoint":"https://s3.example.org","forcePathStyle":"true"}}}
        """;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_document_has_its_fields_and_defaults()
    {
        await using var server = await StartAsync();

        Assert.Equal(
            """{"backupConfig":{"backupFrequency":"0 0 0 * * *","backupRetentionCount":30,"enableRegularBackups":false},"version":0,"locked":{},"nextBackup":null}""",
            (await server.CallAsync("GET /api/config/backupConfig")).Text);
        Assert.Equal(
            """{"auditConfig":{"enableUserEvents":true,"ueventsSchedule":"0 0 0 * * *","ueventsGCSchedule":"0 0 1 * * *","disableUeventsGC":false},"version":0,"locked":{}}""",
            (await server.CallAsync("GET /api/config/auditConfig")).Text);
        Assert.Equal(
            """
            {"objectStoreConfig":{"locationType":"local","localLocation":"/backup","aws":{"accessKey":"","secretKey":"","s3":{"bucketName":"","endpoint":"","forcePathStyle":false,"region":""}},
            "azure":{"accessKey":"","useManagedIdentityToAuthenticate":false,"blobStorage":{"accountName":"","containerName":"","serviceURL":""}}},
            "version":0,"locked":{},"store":"file:///backup","staging":"/backup"}
            """.ReplaceLineEndings(""),
            (await server.CallAsync("GET /api/config/objectStoreConfig")).Text);
        Assert.Equal(404, (await server.CallAsync("GET /api/config/tapeConfig")).Status);
    }

    [Fact]
    public async Task Numbers_and_flags_may_be_text_and_comments_are_fine()
    {
        await using var server = await StartAsync();

        var answer = await server.CallAsync("PUT /api/config/backupConfig", """
            {
              // every hour
              "backupFrequency": "0 0 * * * ?",
              "backupRetentionCount": "7",
              "enableRegularBackups": "TRUE",
            }
            """);

        Assert.Equal(200, answer.Status);
        var read = JsonNode.Parse((await server.CallAsync("GET /api/config/backupConfig")).Text)!;
        Assert.Equal("""{"backupFrequency":"0 0 * * * ?","backupRetentionCount":7,"enableRegularBackups":true}""", read["backupConfig"]!.ToJsonString());
        Assert.Equal(1, (int)read["version"]!);
        Assert.NotNull(read["nextBackup"]);
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/backupConfig", $$"""{"backupConfig":{{read["backupConfig"]!.ToJsonString()}}}""")).Status);
        Assert.Equal(1, await server.QueryAsync(db => db.Documents.CountAsync())); // what changes nothing is no version
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/backupConfig", "{}")).Status);
        Assert.Contains("\"backupRetentionCount\":30", (await server.CallAsync("GET /api/config/backupConfig")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Optional_schedules_are_shown_only_when_they_are_set()
    {
        await using var server = await StartAsync();
        var wrong = await server.CallAsync("PUT /api/config/backupConfig", """{"verificationFrequency":"weekly","drillFrequency":"often"}""");
        Assert.Equal(["verificationFrequency", "drillFrequency"], Fields(wrong));

        Assert.Equal(200, (await server.CallAsync("PUT /api/config/backupConfig", """{"drillFrequency":"0 30 4 1 * ?"}""")).Status);
        Assert.Contains(
            """RegularBackups":false,"drillFrequency":"0 30 4 1 * ?"}""", (await server.CallAsync("GET /api/config/backupConfig")).Text, StringComparison.Ordinal);

        Assert.Equal(200, (await server.CallAsync("PUT /api/config/backupConfig", """{"drillFrequency":""}""")).Status);
        Assert.DoesNotContain("drillFrequency", (await server.CallAsync("GET /api/config/backupConfig")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_is_told_at_once_and_names_its_field()
    {
        await using var server = await StartAsync();

        var backup = await server.CallAsync(
            "PUT /api/config/backupConfig", """{"backupFrequency":"every day","backupRetentionCount":0,"enableRegularBackups":"maybe","backupRetentoinCount":3}""");
        var store = await server.CallAsync(
            "PUT /api/config/objectStoreConfig",
            """{"locationType":"tape","localLocation":"here","aws":{"accessKey":5,"s3":{"endpoint":"ftp://x","bucket":"b"}},"azure":{"blobStorage":{"serviceURL":"https://user:secret@x"}}}""");
        var half = await server.CallAsync("PUT /api/config/objectStoreConfig", $$$$"""{"locationType":"s3","aws":{"accessKey":"{{{{AccessKey}}}}"}}""");
        var masked = await server.CallAsync("PUT /api/config/objectStoreConfig", """{"azure":{"accessKey":"********"}}""");

        Assert.Equal(
            ["backupFrequency", "enableRegularBackups", "backupRetentoinCount", "backupRetentionCount"], Fields(backup));
        Assert.Equal(["localLocation", "aws.accessKey", "aws.s3.endpoint", "aws.s3.bucket", "azure.blobStorage.serviceURL", "locationType"], Fields(store));
        Assert.Equal(["aws.s3.bucketName", "aws.accessKey"], Fields(half));
        Assert.Equal(["azure.accessKey"], Fields(masked));
        Assert.DoesNotContain("user:secret", store.Text, StringComparison.Ordinal);
        Assert.All(new[] { backup, store, half, masked }, answer => Assert.Equal(400, answer.Status));
        Assert.Equal(0, await server.QueryAsync(db => db.Documents.CountAsync()));
        foreach (var body in (string[])["", "[]", "{", """{"backupRetentionCount":1,"backupRetentionCount":2}"""])
        {
            var answer = await server.CallAsync("PUT /api/config/backupConfig", body);
            Assert.True(answer.Status == (body.Length == 0 ? 200 : 400), answer.Text);
        }
    }

    [Fact]
    public async Task What_file_or_environment_say_is_shown_locked_and_stays()
    {
        await using var server = await StartAsync(new() { ["Backup:backupRetentionCount"] = "5" });

        var read = JsonNode.Parse((await server.CallAsync("GET /api/config/backupConfig")).Text)!;
        Assert.Equal(5, (int)read["backupConfig"]!["backupRetentionCount"]!);
        Assert.Equal("""{"backupRetentionCount":"the configuration of the process"}""", read["locked"]!.ToJsonString());

        var refused = await server.CallAsync("PUT /api/config/backupConfig", """{"backupRetentionCount":6,"backupFrequency":"@daily"}""");
        Assert.Equal(400, refused.Status);
        Assert.Equal(["backupRetentionCount"], Fields(refused));
        Assert.Contains("set by the configuration of the process to '5' and cannot be changed here", refused.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/backupConfig", """{"backupRetentionCount":5,"backupFrequency":"@daily"}""")).Status);
    }

    [Fact]
    public async Task Secrets_are_never_shown_and_the_mask_keeps_them()
    {
        await using var server = await StartAsync();
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/objectStoreConfig", Bucket())).Status);
        var first = await ValuesAsync(server);

        var read = JsonNode.Parse((await server.CallAsync("GET /api/config/objectStoreConfig")).Text)!["objectStoreConfig"]!;
        Assert.Equal("********", (string)read["aws"]!["secretKey"]!);
        Assert.Equal("", (string)read["azure"]!["accessKey"]!);
        read["aws"]!["s3"]!["region"] = "eu-central-1";
        var kept = await server.CallAsync("PUT /api/config/objectStoreConfig", read.ToJsonString());
        Assert.True(kept.Status == 200, kept.Text);
        Assert.Equal(first["aws.secretKey"]!.ToJsonString(), (await ValuesAsync(server))["aws.secretKey"]!.ToJsonString());
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/objectStoreConfig", Bucket("another-secret"))).Status);
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/objectStoreConfig", "{}")).Status);
        Assert.Equal("{}", (await ValuesAsync(server)).ToJsonString());

        var history = (await server.CallAsync("GET /api/config/objectStoreConfig/history")).Text;
        Assert.Contains("""{"field":"aws.s3.region","before":"","after":"eu-central-1"}""", history, StringComparison.Ordinal);
        Assert.Contains("""{"field":"aws.secretKey","before":"********","after":""}""", history, StringComparison.Ordinal);
        Assert.Contains("""{"version":1,"at":""", history, StringComparison.Ordinal);
        Assert.Contains("""by":"configured","from":"127.0.0.1""", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_gets_into_answers_logs_audit_history_messages_or_the_bytes_of_the_database()
    {
        var database = Path.Combine(_folder, "state.db");
        var told = new StringBuilder();
        await using (var server = await StartAsync(new() { ["State:ConnectionString"] = $"Data Source={database}" }))
        {
            foreach (var call in (string[])
            [
                "PUT /api/config/objectStoreConfig", "POST /api/config/objectStoreConfig/test", "GET /api/config/objectStoreConfig",
                "GET /api/config/objectStoreConfig/history", "GET /api/feature/getConfig?configType=objectStore", "GET /api/audit",
            ])
            {
                var answer = await server.CallAsync(call, call.StartsWith('P') ? Bucket() : null);
                Assert.True(answer.Status == 200, $"{call}: {answer.Text}");
                told.AppendLine(answer.Text);
            }

            told.AppendLine((await server.CallAsync("PUT /api/config/objectStoreConfig", Bucket().Replace("https", "ftp", StringComparison.Ordinal))).Text);
            told.AppendLine(server.Log.Everything).AppendLine(server.World.Tested!.Candidate);
        }

        var files = string.Concat(Directory.GetFiles(_folder).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains("sealed:1:", files, StringComparison.Ordinal); // this is the database
        Assert.All([Secret, AccessKey], secret => Assert.DoesNotContain(secret, told + files, StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task A_lost_or_wrong_key_is_told_and_nothing_goes_empty()
    {
        await using var server = await StartAsync();
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/objectStoreConfig", Bucket())).Status);
        var key = File.ReadAllText(KeyFile);
        var keep = Bucket("********").Replace("\"b\"", "\"c\"", StringComparison.Ordinal);

        File.Delete(KeyFile);
        var lost = await server.CallAsync("PUT /api/config/objectStoreConfig", keep);
        File.WriteAllText(KeyFile, Convert.ToBase64String(new byte[32]));
        var wrong = await server.CallAsync("PUT /api/config/objectStoreConfig", keep);
        File.WriteAllText(KeyFile, "no key");
        var damaged = await server.CallAsync("PUT /api/config/objectStoreConfig", keep);
        File.WriteAllText(KeyFile, key);
        var back = await server.CallAsync("PUT /api/config/objectStoreConfig", keep);

        Assert.Equal((409, 409, 409, 200), (lost.Status, wrong.Status, damaged.Status, back.Status));
        Assert.Contains($"The key file '{KeyFile}' (Secrets:KeyFile) is missing", lost.Text, StringComparison.Ordinal);
        Assert.Contains("was sealed with the key", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("does not hold 32 bytes", damaged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_one_is_told()
    {
        await using var server = await StartAsync();
        using var read = new HttpRequestMessage(HttpMethod.Get, "/api/config/backupConfig");
        read.Headers.Add("X-Api-Key", ApiServer.AdminKey);
        using var answer = await server.Client.SendAsync(read);
        Assert.Equal("\"0\"", answer.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.OK, await PutAsync("\"0\"", 3));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync("\"0\"", 4));
        Assert.Equal(HttpStatusCode.OK, await PutAsync("\"1\"", 4));
        Assert.Equal(HttpStatusCode.OK, await PutAsync("*", 5));
        var crowd = await Task.WhenAll(Enumerable.Range(10, 8).Select(count => PutAsync("\"3\"", count)));
        Assert.Single(crowd, HttpStatusCode.OK);
        Assert.Equal(7, crowd.Count(status => status == HttpStatusCode.PreconditionFailed));

        async Task<HttpStatusCode> PutAsync(string tag, int count)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/config/backupConfig");
            request.Headers.Add("X-Api-Key", ApiServer.AdminKey);
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            request.Content = new StringContent($$"""{"backupRetentionCount":{{count}}}""", Encoding.UTF8, "application/json");
            using var response = await server.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Viewers_read_and_administrators_write()
    {
        await using var server = await StartAsync();
        foreach (var role in (string[])["viewer", "operator"])
        {
            var key = await server.KeyAsync(role);
            Assert.Equal(200, (await server.CallAsync("GET /api/config/objectStoreConfig", key: key)).Status);
            Assert.Equal(200, (await server.CallAsync("GET /api/config/objectStoreConfig/history", key: key)).Status);
            Assert.Equal(403, (await server.CallAsync("PUT /api/config/objectStoreConfig", "{}", key)).Status);
            Assert.Equal(403, (await server.CallAsync("POST /api/config/objectStoreConfig/test", "{}", key)).Status);
        }

        await server.CallAsync("PUT /api/config/backupConfig", """{"backupRetentionCount":3}""");
        Assert.Contains("\"action\":\"config.change\",\"target\":\"backupConfig version 1: backupRetentionCount\"", (await server.CallAsync("GET /api/audit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_call_of_existing_scripts_answers()
    {
        await using var server = await StartAsync();

        const string Backup = """{"data":{"backupConfig":{"backupFrequency":"0 0 0 * * *","backupRetentionCount":30,"enableRegularBackups":false}}}""";
        Assert.Equal(Backup, (await server.CallAsync("GET /api/feature/getConfig?configType=backup")).Text);
        Assert.Equal(Backup, (await server.CallAsync("GET /api/feature/getConfig", """{"configType":"backup"}""")).Text);
        Assert.StartsWith("""{"data":{"objectStoreConfig":{"locationType":"local",""", (await server.CallAsync("GET /api/feature/getConfig?configType=objectStore")).Text, StringComparison.Ordinal);
        Assert.StartsWith("""{"data":{"auditConfig":""", (await server.CallAsync("GET /api/feature/getConfig?configType=audit")).Text, StringComparison.Ordinal);
        var wrong = await server.CallAsync("GET /api/feature/getConfig?configType=tape");
        Assert.Equal((400, """{"code":400,"message":"configType: 'tape' must be backup, objectStore, audit, notification"}"""), (wrong.Status, wrong.Text));
    }

    [Fact]
    public async Task The_link_of_a_backup_leads_to_the_store_it_was_made_with()
    {
        await using var server = await StartAsync();
        var first = await server.BackUpAsync();
        Assert.Equal(200, (await server.CallAsync("PUT /api/config/objectStoreConfig", Bucket())).Status);
        var second = await server.BackUpAsync();

        var list = (await server.CallAsync("GET /api/backup/list")).Text;
        Assert.Contains($"\"/backup/app/{first}\"", list, StringComparison.Ordinal);
        Assert.Contains($"buckets/b?region=us-east-1&prefix=app/{second}/", list, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Fields(ApiServer.Answer answer) =>
        JsonNode.Parse(answer.Text)!["problems"]!.AsArray().Select(problem => (string)problem!["field"]!);

    private static async Task<JsonNode> ValuesAsync(ApiServer server) => JsonNode.Parse(
        await server.QueryAsync(db => db.Documents.OrderByDescending(row => row.Version).Select(row => row.Values).FirstAsync()))!;

    private Task<ApiServer> StartAsync(Dictionary<string, string?>? settings = null) =>
        ApiServer.StartAsync(new Dictionary<string, string?>(settings ?? []) { ["Secrets:KeyFile"] = KeyFile });
}
