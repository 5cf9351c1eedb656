using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Holdfast.Api.Access;
using Holdfast.Api.Auditing;
using Holdfast.Api.Sessions;
using Holdfast.Api.Tests.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Tests;

/// <summary>Browsers log in with a key, get a cookie of their own, and prove with every change that their page is Holdfast's.</summary>
public sealed class SessionTests
{
    private const string Token = SessionCookie.AntiforgeryHeader;

    [Fact]
    public async Task A_session_sees_all_that_its_key_sees_and_changes_only_with_its_token()
    {
        await using var server = await ApiServer.StartAsync();
        var (cookie, token, set) = await LogInAsync(server, ApiServer.AdminKey);
        Assert.Matches("^holdfast-session=hf_[^;]{43}; max-age=43200; path=/; samesite=strict; httponly$", set);

        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, "GET /api/backup/list", cookie));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, "GET /api/keys", cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/backup/cancel", cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/backup/cancel", cookie, (Token, token + "0")));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/backup/cancel", cookie, (Token, SessionCookie.Antiforgery("another"))));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/backup/cancel", cookie, (Token, token), ("Origin", "http://elsewhere.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/backup/cancel", cookie, (Token, token), ("Sec-Fetch-Site", "same-site")));
        Assert.Equal(HttpStatusCode.NotFound, await CallAsync(server, "POST /api/backup/cancel", cookie, (Token, token))); // nothing runs

        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "GET /api/backup/delete?timestamp=2020-01-01t00-00-00", cookie, (Token, token)));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, "DELETE /api/backup/2020-01-01t00-00-00", cookie, (Token, token)));

        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/logout", cookie));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, "POST /api/logout", cookie, (Token, token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(server, "GET /api/backup/list", cookie));
        var audit = (await server.CallAsync("GET /api/audit")).Golden;
        Assert.Contains("""{"at":"INSTANT","actor":"configured","from":"127.0.0.1","action":"login","outcome":"200"}""", audit);
        Assert.Contains("""{"at":"INSTANT","actor":"configured","from":"127.0.0.1","action":"logout","outcome":"200"}""", audit);
        Assert.DoesNotContain(cookie.Split('=')[1], server.Log.Everything + audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_was_loaded_again_gets_its_token_again()
    {
        await using var server = await ApiServer.StartAsync();
        var (cookie, token, _) = await LogInAsync(server, await server.KeyAsync("viewer"));
        using var request = Request("GET /api/session", cookie);
        var session = await (await server.Client.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("a-viewer", "viewer", token), (session.GetProperty("name").GetString(), session.GetProperty("role").GetString(), session.GetProperty("antiforgery").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(server, "POST /api/backup", cookie, (Token, token))); // a viewer
        Assert.Equal("""{"name":"configured","role":"admin"}""", (await server.CallAsync("GET /api/session")).Text);
    }

    [Fact]
    public async Task A_session_ends_with_its_key_after_an_idle_hour_and_after_twelve_hours()
    {
        var clock = new MovableClock();
        await using var server = await ApiServer.StartAsync(clock: clock);
        var (revoked, _, _) = await LogInAsync(server, await server.KeyAsync("operator"));
        Assert.Equal(200, (await server.CallAsync("DELETE /api/keys/a-operator")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(server, "GET /api/backup/list", revoked));

        var (idle, _, _) = await LogInAsync(server, ApiServer.AdminKey);
        var (busy, _, _) = await LogInAsync(server, ApiServer.AdminKey);
        for (var half = 1; half < 24; half++)
        {
            clock.Ahead += TimeSpan.FromMinutes(30);
            Assert.Equal(HttpStatusCode.OK, await CallAsync(server, "GET /api/backup/list", busy));
            Assert.Equal(half == 1 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, half is 1 or > 3 ? await CallAsync(server, "GET /api/backup/list", idle) : HttpStatusCode.Unauthorized);
        }

        clock.Ahead += TimeSpan.FromMinutes(31);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(server, "GET /api/backup/list", busy));
        await LogInAsync(server, ApiServer.AdminKey);
        Assert.Equal(1, await server.QueryAsync(db => db.Sessions.CountAsync()));
    }

    [Fact]
    public async Task Wrong_keys_are_refused_noted_and_slowed_down_and_other_sites_cannot_log_anybody_in()
    {
        await using var server = await ApiServer.StartAsync();
        var unused = await server.KeyAsync("viewer");
        for (var attempt = 0; attempt < WrongKeys.Most; attempt++)
        {
            var refused = await server.CallAsync("POST /api/login", $$"""{"key":"a-wrong-key-{{attempt}}"}""", key: null);
            Assert.Equal((401, """{"code":401,"message":"the API key is unknown, revoked or expired"}"""), (refused.Status, refused.Text));
        }

        Assert.Equal(429, (await server.CallAsync("POST /api/login", $$"""{"key":"{{unused}}"}""", key: null)).Status);
        Assert.Equal(WrongKeys.Most, await server.QueryAsync(db => db.Audit.CountAsync(entry => entry.Action == "login.refused" && entry.From == "127.0.0.1")));
        Assert.Equal(400, (await server.CallAsync("POST /api/login", "{}", key: null)).Status);
        using var foreign = Request("POST /api/login", "", ("Sec-Fetch-Site", "cross-site"));
        foreign.Content = new StringContent($$"""{"key":"{{ApiServer.AdminKey}}"}""", Encoding.UTF8, "application/json");
        Assert.Equal(403, (await server.SendAsync(foreign)).Status);
    }

    [Fact]
    public async Task Every_call_that_is_no_get_counts_as_a_change_and_so_needs_the_token()
    {
        await using var server = await ApiServer.StartAsync();
        string[] without = [.. server.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { } methods && !methods.HttpMethods.Contains("GET"))
            .Where(endpoint => endpoint.Metadata.GetMetadata<ChangeFilter.Changing>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)];
        Assert.Empty(without);
        Assert.Contains(server.Endpoints, endpoint => endpoint.Metadata.GetMetadata<ChangeFilter.Changing>()?.Action == "backup.delete"
            && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"));
    }

    private static async Task<(string Cookie, string Token, string Set)> LogInAsync(ApiServer server, string key)
    {
        using var answer = await server.Client.PostAsJsonAsync("/api/login", new { key });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var set = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        return (set.Split(';')[0], (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("antiforgery").GetString()!, set);
    }

    private static HttpRequestMessage Request(string call, string cookie, params IEnumerable<(string Name, string Value)> headers)
    {
        var parts = call.Split(' ');
        var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        foreach (var (name, value) in headers.Append(("Cookie", cookie)).Where(header => header.Item2.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static async Task<HttpStatusCode> CallAsync(ApiServer server, string call, string cookie, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = Request(call, cookie, headers);
        using var answer = await server.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
