using Holdfast.Api.Tests.Platform;

namespace Holdfast.Api.Tests;

public sealed class AccessTests
{
    private const string Missing =
        """{"code":401,"message":"a valid API key is missing: send it as Cookie: prophecy-token=<api-key>, as Authorization: Bearer <api-key> or as X-Api-Key: <api-key>"}""";

    [Theory]
    [InlineData("Cookie", "prophecy-token={0}")]
    [InlineData("Cookie", "theme=dark; prophecy-token={0}; other=1")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    [InlineData("X-Api-Key", "{0}")]
    public async Task A_key_opens_the_door_in_each_way_and_a_wrong_one_in_none(string header, string value)
    {
        await using var server = await ApiServer.StartAsync();

        Assert.Equal(200, (await WithAsync(ApiServer.AdminKey)).Status);
        foreach (var wrong in (string[])["an-admin-key-for-test", "an-admin-key-for-tests2", "AN-ADMIN-KEY-FOR-TESTS"])
        {
            var answer = await WithAsync(wrong);
            Assert.Equal((401, Missing), (answer.Status, answer.Text));
        }

        async Task<ApiServer.Answer> WithAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backup/list");
            request.Headers.TryAddWithoutValidation(header, string.Format(null, value, key));
            return await server.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("GET /api/backup/list")]
    [InlineData("POST /api/backup")]
    [InlineData("GET /api/backup/delete?timestamp=2020-01-01t00-00-00")]
    [InlineData("GET /api/events")]
    [InlineData("GET /api/no-such-call")]
    public async Task Nothing_is_told_without_a_key(string call)
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.CallAsync(call, key: null);

        Assert.Equal((401, Missing), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Health_needs_no_key()
    {
        await using var server = await ApiServer.StartAsync();

        Assert.Equal(200, (await server.CallAsync("GET /healthz", key: null)).Status);
        Assert.Equal(200, (await server.CallAsync("GET /readyz", key: null)).Status);
    }

    [Fact]
    public async Task Each_role_may_do_what_is_documented()
    {
        await using var server = await ApiServer.StartAsync();
        var (viewer, operating) = (await server.KeyAsync("viewer"), await server.KeyAsync("operator"));
        const string none = """{"timestamp":"2020-01-01t00-00-00"}""";
        const string dry = """{"timestamp":"2020-01-01t00-00-00","dryRun":true}""";
        (string Call, string? Body, bool Viewer, bool Operator)[] calls =
        [
            ("GET /api/backup/latest", null, true, true),
            ("GET /api/backup/status", null, true, true),
            ("GET /api/backup/list", null, true, true),
            ("GET /api/restore/status", null, true, true),
            ("GET /api/components", null, true, true),
            ("POST /api/backup", """{"components":["nothing"]}""", false, true),
            ("POST /api/backup/cancel", "{}", false, true),
            ("POST /api/restore", dry, false, true),
            ("POST /api/restore", none.Replace("}", ",\"drill\":true}", StringComparison.Ordinal), false, true),
            ("POST /api/restore", none, false, false),
            ("POST /api/backup/verify", "{}", false, true),
            ("POST /api/backup/verify/cancel", "{}", false, true),
            ("GET /api/backup/verify", null, true, true),
            ("POST /api/restore/cancel", "{}", false, false),
            ("POST /api/restore/undo", "{}", false, false),
            ("POST /api/retention", """{"dryRun":true}""", true, true),
            ("POST /api/retention", "{}", false, false),
            ("POST /api/backup/2020-01-01t00-00-00/pin", null, false, true),
            ("DELETE /api/backup/2020-01-01t00-00-00/pin", null, false, false),
            ("GET /api/backup/delete", none, false, false),
            ("DELETE /api/backup/2020-01-01t00-00-00", null, false, false),
            ("DELETE /api/components/db/nothing", null, false, false),
            ("GET /api/keys", null, false, false),
            ("POST /api/keys", "{}", false, false),
            ("DELETE /api/keys/nothing", null, false, false),
            ("GET /api/audit", null, false, false),
            ("GET /api/audit/export", null, false, false),
        ];

        foreach (var (call, body, byViewer, byOperator) in calls)
        {
            Assert.Equal((call, byViewer), (call, (await server.CallAsync(call, body, viewer)).Status != 403));
            Assert.Equal((call, byOperator), (call, (await server.CallAsync(call, body, operating)).Status != 403));
            Assert.Equal((call, true), (call, (await server.CallAsync(call, body)).Status is not (401 or 403)));
        }

        Assert.Equal("""{"code":403,"message":"the role of this API key does not allow the call"}""", (await server.CallAsync("GET /api/keys", key: viewer)).Text);
    }

    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var server = await ApiServer.StartAsync();

        var made = await server.CallAsync("POST /api/keys", """{"name":"nightly","role":"viewer"}""");
        Assert.Equal(201, made.Status);
        Assert.StartsWith("""{"name":"nightly","role":"viewer","key":"hf_""", made.Text);
        var key = made.Text.Split('"')[11];
        Assert.Equal(200, (await server.CallAsync("GET /api/backup/list", key: key)).Status);
        Assert.Equal(409, (await server.CallAsync("POST /api/keys", """{"name":"nightly","role":"admin"}""")).Status);
        Assert.DoesNotContain(key, (await server.CallAsync("GET /api/keys")).Text);

        Assert.Equal("""{"success":true,"message":"Revoked key nightly"}""", (await server.CallAsync("DELETE /api/keys/nightly")).Text);
        Assert.Equal(401, (await server.CallAsync("GET /api/backup/list", key: key)).Status);
        Assert.Equal(404, (await server.CallAsync("DELETE /api/keys/nightly")).Status);
        var last = await server.CallAsync("DELETE /api/keys/configured");
        Assert.Equal((409, """{"code":409,"message":"'configured' is the last key of an administrator"}"""), (last.Status, last.Text));
        var wrong = await server.CallAsync("POST /api/keys", """{"name":"x","role":"root"}""");
        Assert.Equal((400, """{"code":400,"message":"role: 'root' must be viewer, operator, admin"}"""), (wrong.Status, wrong.Text));
    }

    [Fact]
    public async Task No_key_gets_into_log_audit_or_database()
    {
        await using var server = await ApiServer.StartAsync();
        var made = await server.CallAsync("POST /api/keys", """{"name":"nightly","role":"viewer"}""");
        var key = made.Text.Split('"')[11];
        const string wrong = "a-key-that-nobody-has-made";
        await server.CallAsync("GET /api/backup/list", key: wrong);
        await server.CallAsync("POST /api/backup", "{", key);

        var told = server.Log.Everything + (await server.CallAsync("GET /api/audit")).Text
            + string.Join(' ', await server.QueryAsync(db => Task.FromResult(db.ApiKeys.Select(row => row.Name + row.Hash).ToList())));

        Assert.Contains("its API key is unknown, revoked or expired", told);
        Assert.All((string[])[key, wrong, ApiServer.AdminKey], secret => Assert.DoesNotContain(secret, told));
    }

    [Fact]
    public async Task The_first_key_can_lie_in_a_file_and_a_new_one_replaces_it_at_the_next_start()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "the-first-key-of-all\n");
            var settings = new Dictionary<string, string?> { ["HOLDFAST_API_KEY"] = "", ["HOLDFAST_API_KEY_FILE"] = file, ["State:ConnectionString"] = await TestServers.Databases.FreshDatabase.CreateAsync("Sqlite") };
            await using (var server = await ApiServer.StartAsync(settings))
            {
                Assert.Equal(200, (await server.CallAsync("GET /api/keys", key: "the-first-key-of-all")).Status);
            }

            await File.WriteAllTextAsync(file, "the-second-key-of-all");
            await using (var server = await ApiServer.StartAsync(settings))
            {
                Assert.Equal(401, (await server.CallAsync("GET /api/keys", key: "the-first-key-of-all")).Status);
                Assert.Equal(200, (await server.CallAsync("GET /api/keys", key: "the-second-key-of-all")).Status);
            }

            await File.WriteAllTextAsync(file, "short");
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiServer.StartAsync(settings));
            Assert.DoesNotContain("short", refused.Message.Replace("shortest", "", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("GET /api/backup/delete?timestamp=2020-01-01t00-00-00", "Sec-Fetch-Site", "cross-site", true)]
    [InlineData("GET /api/backup/delete?timestamp=2020-01-01t00-00-00", "Sec-Fetch-Site", "same-origin", true)]
    [InlineData("GET /api/backup/delete?timestamp=2020-01-01t00-00-00", "Referer", "http://elsewhere.example/", true)]
    [InlineData("GET /api/backup/delete?timestamp=2020-01-01t00-00-00", "User-Agent", "curl/8", false)]
    [InlineData("POST /api/backup/cancel", "Sec-Fetch-Site", "cross-site", true)]
    [InlineData("POST /api/backup/cancel", "Sec-Fetch-Site", "same-site", true)]
    [InlineData("POST /api/backup/cancel", "Origin", "http://elsewhere.example", true)]
    [InlineData("POST /api/backup/cancel", "Origin", "null", true)]
    [InlineData("POST /api/backup/cancel", "Sec-Fetch-Site", "same-origin", false)]
    [InlineData("GET /api/backup/list", "Sec-Fetch-Site", "cross-site", false)]
    public async Task A_cookie_in_a_browser_changes_nothing_for_another_site(string call, string header, string value, bool refused)
    {
        await using var server = await ApiServer.StartAsync();

        Assert.Equal(refused, await RefusedAsync("Cookie", $"prophecy-token={ApiServer.AdminKey}"));
        Assert.False(await RefusedAsync("X-Api-Key", ApiServer.AdminKey));

        async Task<bool> RefusedAsync(string name, string key)
        {
            var parts = call.Split(' ');
            using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
            request.Headers.TryAddWithoutValidation(name, key);
            request.Headers.TryAddWithoutValidation(header, value);
            return (await server.SendAsync(request)).Status == 403;
        }
    }

    [Fact]
    public async Task The_audit_log_has_every_change_with_its_author_and_outcome()
    {
        await using var server = await ApiServer.StartAsync();
        var operating = await server.KeyAsync("operator");
        var timestamp = (await server.CallAsync("POST /api/backup", "{}", operating)).Timestamp;
        await server.EndsAsync();
        await server.CallAsync("POST /api/restore", """{"timestamp":"2020-01-01t00-00-00"}""");
        await server.CallAsync("POST /api/backup", "{", operating);
        await server.CallAsync($"DELETE /api/backup/{timestamp}");
        await server.CallAsync("GET /api/backup/list");

        var audit = await server.CallAsync("GET /api/audit");

        Assert.Equal(
            $$"""
            {"entries":[{"at":"INSTANT","actor":"configured","from":"127.0.0.1","action":"backup.delete","target":"TIMESTAMP","outcome":"200"},
            {"at":"INSTANT","actor":"a-operator","from":"127.0.0.1","action":"backup.request","outcome":"400 the body is not the JSON that the call takes: line 1, byte 2"},
            {"at":"INSTANT","actor":"configured","from":"127.0.0.1","action":"restore.request","target":"app/TIMESTAMP","outcome":"404 there is no backup TIMESTAMP in namespace app"},
            {"at":"INSTANT","actor":"a-operator","from":"127.0.0.1","action":"backup.request","target":"TIMESTAMP","outcome":"202 Request Accepted with timestamp TIMESTAMP"}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            audit.Golden);
        Assert.Equal(400, (await server.CallAsync("GET /api/audit?count=0")).Status);
    }
}
