using System.Text.Encodings.Web;
using Holdfast.Api.Pages;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>The pages at the end of a login through a provider.</summary>
internal static class LoginPage
{
    /// <summary>It looks like the admin pages, and nothing else is loaded.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'";

    private static readonly string[] Styles = ["base", "layout", "parts"];

    /// <summary>Goes on to a page of Holdfast's. A redirect would not do: the browser would still count the next call as one from the provider's site, and keep the session's cookie back.</summary>
    public static Task GoOnAsync(HttpContext context, string name, string target) => WriteAsync(
        context,
        StatusCodes.Status200OK,
        $"""<meta http-equiv="refresh" content="0;url={Encode(target)}">""",
        $"""<h1>Logged in</h1><p>as {Encode(name)}. <a href="{Encode(target)}">Go on</a></p>""");

    /// <summary>Tells why nobody was logged in.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string reason) => WriteAsync(
        context, status, "", $"""<h1>Not logged in</h1><p>{Encode(reason)}.</p><p><a href="{OidcLogin.StartPath}">Try again</a></p><p><a href="{PageEndpoints.Path}/">Other ways to log in</a></p>""");

    /// <summary>A path of this server; anything else would let a link lead a user from the login to somewhere else.</summary>
    public static string Local(string? target) =>
        target is ['/', ..] && target is not ['/', '/' or '\\', ..] && !target.Any(char.IsControl) && target.Length <= 1000 ? target : "/";

    private static Task WriteAsync(HttpContext context, int status, string head, string body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "text/html; charset=utf-8");
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return context.Response.WriteAsync(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>Holdfast</title>{head}<link rel="icon" href="{PageEndpoints.Path}/icon.svg" type="image/svg+xml">
            {string.Concat(Styles.Select(style => $"""<link rel="stylesheet" href="{PageEndpoints.Path}/style/{style}.css">"""))}</head>
            <body><main class="alone"><div class="brand"><img src="{PageEndpoints.Path}/icon.svg" alt="">Holdfast</div><div class="card stack">{body}</div></main></body></html>
            """,
            context.RequestAborted);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
