using System.Text.Json;
using Holdfast.Api.Tests.Platform;
using Holdfast.TestServers.Web;

namespace Holdfast.Api.Tests;

public sealed class NotificationCallTests : IDisposable
{
    private readonly string _keyFile = Path.GetTempFileName();

    public NotificationCallTests() => File.WriteAllText(_keyFile, Convert.ToBase64String(new byte[32]));

    public void Dispose() => File.Delete(_keyFile);

    [Fact]
    public async Task A_test_tells_of_every_way_that_is_configured_whether_it_works_and_nothing_secret()
    {
        await using var receiver = WebReceiver.Start();
        await using var api = await StartAsync();
        var put = await api.CallAsync("PUT /api/config/notificationConfig", Config($"{receiver.Url}/hook", "http://127.0.0.1:1/secret-ping"));
        Assert.True(put.Status == 200, put.Text);

        var answer = await api.CallAsync("POST /api/notifications/test");

        Assert.Equal(
            """{"results":[{"channel":"webhook","delivered":true},{"channel":"ping","delivered":false,"problem":"no connection could be made"}]}""", answer.Text);
        var call = Assert.Single(receiver.Calls);
        Assert.Equal("backup.test", JsonDocument.Parse(call.Body).RootElement.GetProperty("type").GetString());
        Assert.StartsWith("v1,", call.Headers["webhook-signature"], StringComparison.Ordinal);
        Assert.Equal(403, (await api.CallAsync("POST /api/notifications/test", key: await api.KeyAsync("operator"))).Status);
        Assert.Contains("webhook=delivered ping=failed", (await api.CallAsync("GET /api/audit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urls_and_secrets_are_stored_sealed_and_never_shown()
    {
        await using var api = await StartAsync();
        await api.CallAsync("PUT /api/config/notificationConfig", Config("http://127.0.0.1:1/secret-hook", "http://127.0.0.1:1/secret-ping"));

        string[] shown =
        [
            (await api.CallAsync("GET /api/config/notificationConfig")).Text,
            (await api.CallAsync("GET /api/config/notificationConfig/history")).Text,
            (await api.CallAsync("GET /api/feature/getConfig?configType=notification")).Text,
            string.Join('\n', (await api.QueryAsync(db => Task.FromResult(db.Documents.Select(row => row.Values + row.Changes).ToList())))),
            api.Log.Everything,
        ];

        Assert.Contains("\"url\":\"********\"", shown[0], StringComparison.Ordinal);
        Assert.All(shown, text => Assert.DoesNotContain("secret-", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_problem_of_the_document_is_told_at_once()
    {
        await using var api = await StartAsync();

        var answer = await api.CallAsync("PUT /api/config/notificationConfig", """
            {"events":"failure,bliss","shrinkPercent":100,"webhook":{"url":"ftp://x"},"ping":{"url":"https://user:pass@x"},"email":{"host":"mail","port":0,"security":"ssl","to":"a@b"}}
            """);

        Assert.Equal(400, answer.Status);
        string[] fields = ["events", "shrinkPercent", "webhook.url", "ping.url", "email.port", "email.security", "email.from"];
        Assert.All(fields, field => Assert.Contains(field, answer.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("pass@", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_told_is_listed()
    {
        await using var receiver = WebReceiver.Start();
        await using var api = await StartAsync();
        await api.CallAsync("PUT /api/config/notificationConfig", Config($"{receiver.Url}/hook", ""));

        await api.BackUpAsync();

        await api.SaysAsync("GET /api/notifications", "\"event\":\"success\",\"channel\":\"webhook\"");
        await api.SaysAsync("GET /api/notifications", "\"outcome\":\"delivered\"");
    }

    private Task<ApiServer> StartAsync() => ApiServer.StartAsync(new Dictionary<string, string?> { ["Secrets:KeyFile"] = _keyFile });

    private static string Config(string webhook, string ping) => JsonSerializer.Serialize(
        new { events = "success", webhook = new { url = webhook, secret = "secret-text" }, ping = new { url = ping } });
}
