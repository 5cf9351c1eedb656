using System.Text.Json;
using Holdfast.Api.Sessions.Oidc;
using Holdfast.Api.Tests.Pages;
using Holdfast.Api.Tests.Platform;
using Holdfast.TestServers.Databases;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Api.Tests.Oidc;

/// <summary>Users log in through an identity provider that speaks the real protocol over HTTP.</summary>
public sealed class OidcLoginTests : IDisposable
{
    private const string Start = OidcLogin.StartPath;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-oidc-");

    [Fact]
    public async Task A_user_gets_a_session_with_the_role_of_the_group_until_it_ends_or_is_ended()
    {
        var clock = new MovableClock();
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await ServerAsync(provider, clock);
        using var browser = new Browser(server.Address);
        Assert.Equal("""{"key":true,"oidc":{"name":"Keycloak","start":"/api/login/oidc"}}""", (await server.CallAsync("GET /api/login", key: null)).Text);

        var (status, page) = await browser.OpenAsync($"{Start}?returnTo=/backups");
        Assert.Equal((200, true, true), (status, page.Contains("oidc:alice", StringComparison.Ordinal), page.Contains("""content="0;url=/backups""", StringComparison.Ordinal)));
        Assert.Equal(["holdfast-session"], browser.CookieNames); // state and nonce are used up
        var (_, session) = await browser.CallAsync("GET /api/session");
        Assert.Equal(("oidc:alice", "operator"), (session.GetProperty("name").GetString(), session.GetProperty("role").GetString()));

        var token = session.GetProperty("antiforgery").GetString();
        Assert.Equal(403, (await browser.CallAsync("POST /api/backup/cancel")).Status);
        Assert.Equal(404, (await browser.CallAsync("POST /api/backup/cancel", token)).Status); // nothing runs
        Assert.Equal(403, (await browser.CallAsync("GET /api/backup/delete?timestamp=2020-01-01t00-00-00", token)).Status);
        Assert.Equal(403, (await browser.CallAsync("GET /api/keys")).Status); // not an admin

        clock.Ahead = TimeSpan.FromMinutes(31);
        Assert.Equal(200, (await browser.CallAsync("GET /api/session")).Status);
        clock.Ahead = TimeSpan.FromMinutes(61);
        Assert.Equal(401, (await browser.CallAsync("GET /api/session")).Status); // a changed role holds at the next login
        provider.Claims["groups"] = "admins";
        await browser.OpenAsync(Start);
        (_, session) = await browser.CallAsync("GET /api/session");
        Assert.Equal("admin", session.GetProperty("role").GetString());
        var ended = await browser.CallAsync("POST /api/logout", session.GetProperty("antiforgery").GetString());
        Assert.Equal($"{provider.Address}/logout?client_id=holdfast", ended.Body.GetProperty("providerLogoutUrl").GetString());
        Assert.Equal(401, (await browser.CallAsync("GET /api/session")).Status);

        var audit = (await server.CallAsync("GET /api/audit")).Golden;
        Assert.Contains(
            $$"""{"at":"INSTANT","actor":"oidc:alice","from":"127.0.0.1","action":"login","target":"4711 at {{provider.Address}}","outcome":"200 operator"}""", audit);
        Assert.Contains("\"actor\":\"oidc:alice\",\"from\":\"127.0.0.1\",\"action\":\"logout\"", audit);
        Assert.DoesNotContain(IdentityProvider.ClientSecret, server.Log.Everything + audit, StringComparison.Ordinal);
        Assert.Empty(provider.Objections);
    }

    [Theory]
    [InlineData("groups")]
    [InlineData("realm_access.roles")]
    public async Task Groups_and_names_that_the_token_lacks_are_asked_of_the_provider(string claim)
    {
        await using var provider = await IdentityProvider.StartAsync();
        (provider.TellsAtUserInfo, provider.Claims) = (true, new()
        {
            ["sub"] = "4711",
            ["preferred_username"] = "alice",
            ["groups"] = new[] { "staff", "ops" },
            ["realm_access"] = new { roles = new[] { "ops" } },
        });
        await using var server = await ServerAsync(provider, more: new() { ["Api:Oidc:RoleClaim"] = claim });
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(Start);
        var (_, session) = await browser.CallAsync("GET /api/session");
        Assert.Equal(("oidc:alice", "operator"), (session.GetProperty("name").GetString(), session.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task An_administrator_sees_who_is_logged_in_and_ends_all_sessions_of_one()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await ServerAsync(provider);
        using var one = new Browser(server.Address);
        using var other = new Browser(server.Address);
        using var bob = new Browser(server.Address);
        await one.OpenAsync(Start);
        await other.OpenAsync(Start);
        provider.Claims["preferred_username"] = "bob";
        await bob.OpenAsync(Start);
        Assert.Equal(403, (await bob.CallAsync("GET /api/sessions")).Status); // not an admin
        Assert.Equal(["oidc:alice", "oidc:alice", "oidc:bob"], await NamesAsync());

        Assert.Equal((200, "Ended 2 sessions of oidc:alice"), await EndAsync("oidc:alice"));
        Assert.Equal((404, "nobody named 'oidc:alice' is logged in"), await EndAsync("oidc:alice"));
        Assert.Equal(401, (await one.CallAsync("GET /api/session")).Status);
        Assert.Equal(401, (await other.CallAsync("GET /api/session")).Status);
        Assert.Equal(200, (await bob.CallAsync("GET /api/session")).Status);
        Assert.Equal(["oidc:bob"], await NamesAsync());
        Assert.Contains("\"action\":\"session.end\",\"target\":\"oidc:alice\"", (await server.CallAsync("GET /api/audit")).Text, StringComparison.Ordinal);

        async Task<IEnumerable<string?>> NamesAsync() => [.. JsonElement.Parse((await server.CallAsync("GET /api/sessions")).Text).GetProperty("sessions").EnumerateArray().Select(row => row.GetProperty("name").GetString())];
        async Task<(int, string?)> EndAsync(string name)
        {
            var answer = await server.CallAsync($"DELETE /api/sessions/{name}");
            return (answer.Status, JsonElement.Parse(answer.Text).GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task A_user_without_a_mapped_role_gets_a_page_that_says_so_and_no_session()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await ServerAsync(provider);
        foreach (var claims in new Dictionary<string, object>[] { new() { ["sub"] = "1", ["groups"] = new[] { "staff", "OPS" } }, new() { ["sub"] = "<b>2" } })
        {
            provider.Claims = claims;
            using var browser = new Browser(server.Address);
            var (status, page) = await browser.OpenAsync(Start);
            Assert.Equal(403, status);
            Assert.Contains("has no role in Holdfast", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>2", page, StringComparison.Ordinal);
            Assert.Empty(browser.CookieNames);
        }

        Assert.Contains("\"actor\":\"oidc:1\",\"from\":\"127.0.0.1\",\"action\":\"login.refused\"", (await server.CallAsync("GET /api/audit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_browser_it_leads_back_to_the_page_that_was_asked_for_and_out_of_the_provider_again()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await ServerAsync(provider);
        await using var user = await PageUser.OpenAsync($"{server.Address}/ui/#/components");
        await user.ClickAsync("Log in with Keycloak");
        await user.SeesHeadingAsync("Components");
        await user.SeesAsync("oidc:alice");
        await user.ClickAsync("Log out");
        await user.SeesAsync("You have logged out.");
        await user.ClickAsync("End the session with the identity provider too");
        await user.SeesAsync("The provider has ended your session.");
        Assert.Empty(user.Complaints(PageUser.Answers));
    }

    [Fact]
    public async Task A_browser_that_may_not_log_in_is_told_why_and_finds_the_way_back()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await ServerAsync(provider);
        provider.Claims = new() { ["sub"] = "1", ["groups"] = new[] { "staff" } };
        await using var user = await PageUser.OpenAsync($"{server.Address}/ui/#/components");
        await user.ClickAsync("Log in with Keycloak");
        await user.SeesAsync("has no role in Holdfast");
        await user.ClickAsync("Other ways to log in");
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesHeadingAsync("Overview");
        Assert.Empty(user.Complaints([.. PageUser.Answers, "status of 403 (Forbidden)"]));
    }

    [Fact]
    public async Task Nothing_but_a_good_token_of_this_login_lets_anybody_in()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var server = await ServerAsync(provider);
        await RefusedAsync(401, "belongs to another login", token => token.Claims["nonce"] = $"{token.Claims["nonce"]}x");
        await RefusedAsync(401, "has expired", token => (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddHours(-2), token.Expires!.Value.AddHours(-1)));
        await RefusedAsync(401, "is not valid yet", token => (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddHours(1), token.Expires!.Value.AddHours(2)));
        await RefusedAsync(401, "meant for another client", token => token.Audience = "another");
        await RefusedAsync(401, "another issuer", token => token.Issuer = "https://elsewhere.example");
        await RefusedAsync(401, "not signed with a key of the provider", token => token.SigningCredentials = null);
        provider.WrongKey = true;
        await RefusedAsync(401, "not signed with a key of the provider", _ => { });
        (provider.WrongKey, provider.Error) = (false, "access_denied");
        await RefusedAsync(403, "refused: access_denied", _ => { });
        provider.Error = null;

        // Another state, none, one of another browser, and one used twice.
        const string NotHere = "not begun in this browser";
        Assert.Contains(NotHere, (await OpenAsync(callback => new Uri($"{callback}".Replace("state=", "state=x", StringComparison.Ordinal)))).Text, StringComparison.Ordinal);
        Uri? foreign = null;
        using (var other = new Browser(server.Address))
        {
            await other.OpenAsync(Start, address => address.AbsolutePath == OidcLogin.CallbackPath ? ((foreign = address), (Uri?)null).Item2 : address);
        }

        Assert.Contains(NotHere, (await OpenAsync(_ => foreign)).Text, StringComparison.Ordinal);
        using var twice = new Browser(server.Address);
        Assert.Equal(200, (await twice.OpenAsync(Start)).Status);
        Assert.Contains(NotHere, (await twice.OpenAsync(twice.Last!.PathAndQuery)).Text, StringComparison.Ordinal);
        Assert.Equal(400, (await twice.OpenAsync(OidcLogin.CallbackPath)).Status);
        Assert.DoesNotContain(server.Log.Of(LogLevel.Error), line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));

        async Task RefusedAsync(int expected, string reason, Action<SecurityTokenDescriptor> spoil)
        {
            provider.Spoil = spoil;
            var (status, page) = await OpenAsync(address => address);
            Assert.Contains(reason, page, StringComparison.Ordinal);
            Assert.Equal(expected, status);
            provider.Spoil = null;
        }

        async Task<(int Status, string Text)> OpenAsync(Func<Uri, Uri?> callback)
        {
            using var browser = new Browser(server.Address);
            var opened = await browser.OpenAsync(Start, address => address.AbsolutePath == OidcLogin.CallbackPath ? callback(address) : address);
            Assert.DoesNotContain("holdfast-session", browser.CookieNames);
            return opened;
        }
    }

    [Fact]
    public async Task Without_the_provider_the_service_starts_says_so_at_the_login_and_keys_work()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await provider.StopAsync();
        await using var server = await ServerAsync(provider);
        using var browser = new Browser(server.Address);

        var (status, page) = await browser.OpenAsync(Start);

        Assert.Equal((502, true), (status, page.Contains("does not answer; API keys work nevertheless", StringComparison.Ordinal)));
        Assert.Equal(200, (await server.CallAsync("GET /api/backup/list")).Status);
    }

    [Fact]
    public async Task A_login_leads_nowhere_but_to_pages_of_holdfast()
    {
        foreach (var target in (string?[])[null, "", "//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)", "/a\nb"])
        {
            Assert.Equal("/", LoginPage.Local(target));
        }

        Assert.Equal("/backups?x=1", LoginPage.Local("/backups?x=1"));
        await using var server = await ApiServer.StartAsync();
        Assert.Equal((404, """{"code":404,"message":"no identity provider is configured (Api:oidc:authority)"}"""), await AnswerAsync(server, $"GET {Start}"));
        Assert.Equal((200, """{"key":true}"""), await AnswerAsync(server, "GET /api/login"));
    }

    [Fact]
    public async Task A_session_counts_by_the_present_configuration_in_every_process()
    {
        await using var provider = await IdentityProvider.StartAsync();
        var state = new Dictionary<string, string?> { ["State:ConnectionString"] = await FreshDatabase.CreateAsync("Sqlite") };
        var session = await LogInAsync();
        Assert.Equal(("operator", "admin"), (await RoleAsync([]), await RoleAsync(new() { ["Api:Oidc:Roles:Admin:1"] = "ops" })));
        Assert.Null(await RoleAsync(new() { ["Api:Oidc:Roles:Operator:0"] = "others" }));
        Assert.Null(await RoleAsync(new() { ["Api:Oidc:Authority"] = "https://another.example" }));

        async Task<string> LogInAsync()
        {
            await using var server = await ServerAsync(provider, more: state);
            using var first = new Browser(server.Address);
            Assert.Equal(200, (await first.OpenAsync(Start)).Status);
            return first.Session;
        }

        async Task<string?> RoleAsync(Dictionary<string, string?> changed)
        {
            await using var server = await ServerAsync(provider, more: new(state.Concat(changed)));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session") { Headers = { { "Cookie", session } } };
            var answer = await server.SendAsync(request);
            return answer.Status == 200 ? JsonDocument.Parse(answer.Text).RootElement.GetProperty("role").GetString() : null;
        }
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_at_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(new Dictionary<string, string?>
        {
            ["Api:Oidc:Authority"] = "http://login.example.org",
            ["Api:Oidc:ClientSecretFile"] = "/no/such/file",
            ["Api:Oidc:CaFile"] = "/no/such.pem",
            ["Api:Oidc:Scopes"] = "profile",
            ["Api:Oidc:RoleClaim"] = "",
            ["Api:Oidc:SessionLifetime"] = "00:00:01",
        }));
        foreach (var field in (string[])["authority 'http://login.example.org'", "clientId", "clientSecretFile '/no/such/file'", "caFile '/no/such.pem'", "scopes 'profile'", "roleClaim", "roles", "sessionLifetime"])
        {
            Assert.Contains($"Api:oidc:{field}", refused.Message, StringComparison.Ordinal);
        }

        refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(new Dictionary<string, string?> { ["Api:Oidc:ClientId"] = "holdfast" }));
        Assert.Contains("Api:oidc:authority is missing", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Text)> AnswerAsync(ApiServer server, string call)
    {
        var answer = await server.CallAsync(call, key: null);
        return (answer.Status, answer.Text);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<ApiServer> ServerAsync(IdentityProvider provider, TimeProvider? clock = null, Dictionary<string, string?>? more = null)
    {
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, IdentityProvider.ClientSecret + "\n");
        var settings = new Dictionary<string, string?>
        {
            ["Secrets:KeyFile"] = Path.Combine(_folder.FullName, "key"),
            ["Api:Oidc:Authority"] = provider.Address,
            ["Api:Oidc:ClientId"] = IdentityProvider.ClientId,
            ["Api:Oidc:ClientSecretFile"] = secret,
            ["Api:Oidc:DisplayName"] = "Keycloak",
            ["Api:Oidc:Roles:Viewer:0"] = "everybody",
            ["Api:Oidc:Roles:Operator:0"] = "ops",
            ["Api:Oidc:Roles:Admin:0"] = "admins",
        };
        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        return await ApiServer.StartAsync(settings, clock: clock);
    }
}
