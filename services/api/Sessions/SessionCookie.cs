using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Sessions;

/// <summary>The cookie of a browser that logged in, and the token that has to come beside it with every change.</summary>
/// <remarks>
/// The token is made from the cookie's text, which no script can read: only who was answered by a login or <c>GET /api/session</c> knows it, and
/// those answers another site cannot read.
/// </remarks>
internal static class SessionCookie
{
    public const string Name = "holdfast-session";

    /// <summary>The header with the token.</summary>
    public const string AntiforgeryHeader = "X-Holdfast-Antiforgery";

    public static string? Of(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } text ? text : null;

    public static void Set(HttpContext context, string text, TimeSpan lifetime) => context.Response.Cookies.Append(Name, text, Options(context, lifetime));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    public static string Antiforgery(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), "holdfast antiforgery"u8));

    /// <summary>Whether the token that belongs to the cookie came with the call.</summary>
    public static bool HasAntiforgery(HttpRequest request) => Of(request) is { } text && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Antiforgery(text)), Encoding.UTF8.GetBytes(request.Headers[AntiforgeryHeader].ToString()));

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
    };
}
