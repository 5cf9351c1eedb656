using System.Net;
using System.Text.RegularExpressions;
using Holdfast.Api.Pages;
using Holdfast.Api.Tests.Descriptions;
using Holdfast.Api.Tests.Platform;

namespace Holdfast.Api.Tests.Pages;

/// <summary>The files of the admin pages: what a browser may do with them, and that they are nothing but files.</summary>
public sealed partial class PageTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    private static readonly PageAssets Assets = new();

    private readonly ApiServer _server = described.Server;

    [Fact]
    public async Task The_root_leads_to_the_pages_and_nothing_of_them_needs_a_key()
    {
        foreach (var path in new[] { "/", "/ui" })
        {
            using var redirect = await new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }).GetAsync(new Uri(_server.Address + path));
            Assert.Equal((HttpStatusCode.Redirect, "/ui/"), (redirect.StatusCode, redirect.Headers.Location?.OriginalString));
        }

        Assert.NotEmpty(Assets.Paths);
        foreach (var path in Assets.Paths.Append(""))
        {
            Assert.Equal(200, (await _server.CallAsync($"GET /ui/{path}", key: null)).Status);
        }
    }

    [Fact]
    public async Task A_browser_runs_and_loads_only_what_Holdfast_serves_and_shows_it_in_no_frame()
    {
        foreach (var path in new[] { "/ui/", "/ui/app.js", "/ui/no-such-file.js" })
        {
            using var answer = await _server.Client.GetAsync(path);
            string Header(string name) => string.Join(' ', answer.Headers.GetValues(name));
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
                + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
                Header("Content-Security-Policy"));
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("DENY", Header("X-Frame-Options"));
            Assert.Equal("same-origin", Header("Referrer-Policy"));
            Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
            Assert.Empty(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []);
        }
    }

    [Fact]
    public async Task A_file_is_loaded_once_and_asked_for_again_each_time()
    {
        using var first = await _server.Client.GetAsync("/ui/app.js");
        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.Equal("text/javascript; charset=utf-8", first.Content.Headers.ContentType?.ToString());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/ui/app.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _server.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);

        using var head = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/ui/app.js"));
        Assert.Equal(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.NotEqual(first.Headers.ETag, (await _server.Client.GetAsync("/ui/shell.js")).Headers.ETag);
    }

    [Theory]
    [InlineData("../ApiRegistration.cs")]
    [InlineData("..%2f..%2fetc/passwd")]
    [InlineData("%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("..\\..\\etc\\passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("views")]
    [InlineData("views/")]
    [InlineData("APP.JS")]
    [InlineData("app.js%00.html")]
    public async Task No_path_leads_to_anything_but_the_files(string path)
    {
        var answer = await _server.CallAsync($"GET /ui/{path}", key: null);
        Assert.True(answer.Status is 404 or 401 or 400, $"{answer.Status} {answer.Text}");
        Assert.Equal(405, (await _server.CallAsync("POST /ui/app.js", "{}")).Status);
    }

    [Fact]
    public void No_file_holds_a_script_or_style_that_the_policy_refuses_and_none_makes_HTML_of_text()
    {
        foreach (var path in Assets.Paths)
        {
            var text = System.Text.Encoding.UTF8.GetString(Assets.Find(path)!.Content.Span);
            Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|setHTML", text);
            Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=""", text);
            Assert.DoesNotMatch("https?://(?!www.w3.org/2000/svg)[a-z0-9]", text);
        }
    }

    [Fact]
    public void Every_file_that_another_one_names_is_there()
    {
        foreach (var path in Assets.Paths)
        {
            var text = System.Text.Encoding.UTF8.GetString(Assets.Find(path)!.Content.Span);
            foreach (Match named in NamedPattern().Matches(text))
            {
                var file = new Uri(new Uri($"http://x/{path}"), named.Groups[1].Value).AbsolutePath[1..];
                Assert.True(Assets.Find(file) is not null, $"{path} names {file}");
            }
        }
    }

    [GeneratedRegex("""(?:from '|(?:src|href)=")([\w./-]+\.(?:js|css|svg))""")]
    private static partial Regex NamedPattern();
}
