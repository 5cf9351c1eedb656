using Holdfast.Api.Answers;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Access;

/// <summary>Keeps other web sites from changing things through a browser that has the cookie.</summary>
/// <remarks>
/// Scripts are not touched: no script sends the headers by which browsers tell where a call comes from. A GET that changes things is for
/// scripts only, so a cookie sent by any browser does not do for it.
/// </remarks>
internal static class CrossSiteGuard
{
    /// <exception cref="CallRefusedException">The call may not be the caller's own wish.</exception>
    public static void Check(HttpContext context)
    {
        if (!ApiKeyHandler.ByCookie(context.User))
        {
            return;
        }

        var request = context.Request;
        var (site, origin, referer) = (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString(), request.Headers.Referer.ToString());
        var refused = HttpMethods.IsGet(request.Method)
            ? site.Length > 0 || origin.Length > 0 || referer.Length > 0
            : site is not ("" or "same-origin" or "none") || !IsOwn(request, origin);
        if (refused)
        {
            throw new CallRefusedException(
                StatusCodes.Status403Forbidden, "a browser's cookie is not enough for this call: send the API key as Authorization: Bearer or X-Api-Key");
        }
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        origin.Length == 0
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && new HostString(uri.Authority).Equals(request.Host));
}
