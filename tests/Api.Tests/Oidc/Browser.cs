using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Holdfast.Api.Sessions;

namespace Holdfast.Api.Tests.Oidc;

/// <summary>A browser: keeps cookies of each server, follows redirects.</summary>
internal sealed class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public Browser(string address) => _client = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };

    /// <summary>Where the last redirect led.</summary>
    public Uri? Last { get; private set; }

    /// <summary>Opens a page, and where it leads.</summary>
    /// <param name="before">May change an address before it is followed; null ends there.</param>
    public async Task<(int Status, string Text)> OpenAsync(string path, Func<Uri, Uri?>? before = null)
    {
        var next = new Uri(_client.BaseAddress!, path);
        for (var hop = 0; hop < 5; hop++)
        {
            using var answer = await _client.GetAsync(next);
            if (answer.StatusCode != HttpStatusCode.Redirect)
            {
                return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }

            Last = new Uri(next, answer.Headers.Location!);
            next = before is null ? Last : before(Last);
            if (next is null)
            {
                return ((int)answer.StatusCode, "");
            }
        }

        throw new InvalidOperationException($"It goes round in circles at {next}.");
    }

    /// <summary>Calls as a page does, with its session.</summary>
    public async Task<(int Status, JsonElement Body)> CallAsync(string call, string? antiforgery = null)
    {
        var parts = call.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        request.Headers.TryAddWithoutValidation(SessionCookie.AntiforgeryHeader, antiforgery);
        using var answer = await _client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public IEnumerable<string> CookieNames => _cookies.GetCookies(_client.BaseAddress!).Select(cookie => cookie.Name);

    /// <summary>The session's cookie, as it is sent.</summary>
    public string Session => $"{_cookies.GetCookies(_client.BaseAddress!)[SessionCookie.Name]}";

    public void Dispose() => _client.Dispose();
}
