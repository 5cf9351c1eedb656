using Holdfast.Api.Access;
using Holdfast.Api.Tests.Platform;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Tests;

public sealed class WrongKeyTests
{
    [Fact]
    public async Task Who_tries_many_keys_has_to_wait_while_keys_that_worked_go_on()
    {
        await using var server = await ApiServer.StartAsync();
        Assert.Equal(200, (await server.CallAsync("GET /api/backup/list")).Status);
        var unused = await server.KeyAsync("viewer");

        for (var attempt = 0; attempt < WrongKeys.Most; attempt++)
        {
            Assert.Equal(401, (await server.CallAsync("GET /api/backup/list", key: $"a-wrong-key-{attempt}")).Status);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backup/list");
        request.Headers.Add("X-Api-Key", unused);
        using var blocked = await server.Client.SendAsync(request);
        Assert.Equal(429, (int)blocked.StatusCode);
        Assert.InRange(blocked.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, WrongKeys.Window.TotalSeconds);
        Assert.Equal(
            """{"code":429,"message":"too many calls with wrong API keys came from this address: wait as long as Retry-After says"}""",
            await blocked.Content.ReadAsStringAsync());
        Assert.Equal(200, (await server.CallAsync("GET /healthz", key: null)).Status);
        Assert.Equal(200, (await server.CallAsync("GET /api/backup/list")).Status);
        Assert.Equal(WrongKeys.Most, await server.QueryAsync(db => db.Audit.CountAsync(entry => entry.Action == "key.refused" && entry.From == "127.0.0.1")));
    }

    [Fact]
    public async Task A_key_expires_and_its_last_use_is_shown()
    {
        await using var server = await ApiServer.StartAsync();
        var made = await server.CallAsync("POST /api/keys", """{"name":"week","role":"viewer","expiresAt":"2999-01-01T00:00:00Z"}""");
        var key = made.Text.Split('"')[11];
        Assert.EndsWith("\"expiresAt\":\"2999-01-01T00:00:00.000Z\"}", made.Text);
        Assert.DoesNotContain("\"lastUsedAt\"", (await server.CallAsync("GET /api/keys")).Text.Split("\"week\"")[1]);

        Assert.Equal(200, (await server.CallAsync("GET /api/backup/list", key: key)).Status);
        Assert.Contains("\"lastUsedAt\"", (await server.CallAsync("GET /api/keys")).Text.Split("\"week\"")[1]);

        await server.QueryAsync(db => db.ApiKeys.Where(row => row.Name == "week").ExecuteUpdateAsync(row => row.SetProperty(row => row.ExpiresAt, DateTime.UnixEpoch)));
        Assert.Equal(401, (await server.CallAsync("GET /api/backup/list", key: key)).Status);
        var past = await server.CallAsync("POST /api/keys", """{"name":"past","role":"viewer","expiresAt":"2020-01-01T00:00:00Z"}""");
        Assert.Equal((400, """{"code":400,"message":"expiresAt: has passed already"}"""), (past.Status, past.Text));
    }

    [Fact]
    public async Task An_administrator_whose_key_ends_one_day_is_no_replacement_for_the_last()
    {
        await using var server = await ApiServer.StartAsync();
        await server.CallAsync("POST /api/keys", """{"name":"week","role":"admin","expiresAt":"2999-01-01T00:00:00Z"}""");

        Assert.Equal(409, (await server.CallAsync("DELETE /api/keys/configured")).Status);
    }

    [Fact]
    public async Task The_audit_log_comes_out_as_json_lines()
    {
        await using var server = await ApiServer.StartAsync();
        await server.CallAsync("POST /api/keys", """{"name":"one","role":"viewer"}""");
        await server.CallAsync("DELETE /api/keys/one");

        var lines = await server.CallAsync("GET /api/audit/export");

        Assert.Equal("application/x-ndjson", lines.ContentType);
        Assert.Equal(
            """
            {"at":"INSTANT","actor":"configured","from":"127.0.0.1","action":"key.create","target":"one (viewer)","outcome":"201"}
            {"at":"INSTANT","actor":"configured","from":"127.0.0.1","action":"key.revoke","target":"one","outcome":"200"}

            """,
            lines.Golden);
        Assert.Equal("", (await server.CallAsync("GET /api/audit/export?until=2020-01-01T00:00:00Z")).Text);
        var wrong = await server.CallAsync("GET /api/audit/export?since=yesterday");
        Assert.Equal((400, """{"code":400,"message":"since: 'yesterday' is not an instant such as 2023-02-02T16:00:00Z"}"""), (wrong.Status, wrong.Text));
    }
}
