using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Access;

/// <summary>The key that a call brings, and how.</summary>
/// <param name="Text">The key itself.</param>
/// <param name="ByCookie">Whether it came as a cookie, which browsers send along unasked.</param>
internal readonly record struct PresentedKey(string Text, bool ByCookie)
{
    private const string Cookie = "prophecy-token";
    private const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    /// <summary>Looks at <c>X-Api-Key</c>, <c>Authorization: Bearer</c> and the cookie <c>prophecy-token</c>, in this order.</summary>
    public static PresentedKey? Of(HttpRequest request)
    {
        if (request.Headers[Header].ToString() is { Length: > 0 } header)
        {
            return new PresentedKey(header, ByCookie: false);
        }

        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new PresentedKey(authorization[Bearer.Length..].Trim(), ByCookie: false);
        }

        return request.Cookies[Cookie] is { Length: > 0 } cookie ? new PresentedKey(cookie, ByCookie: true) : null;
    }
}
