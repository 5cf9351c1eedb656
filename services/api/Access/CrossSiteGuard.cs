using Holdfast.Api.Answers;
using Holdfast.Api.Sessions;
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
        if (SessionHandler.Until(context.User) is not null)
        {
            CheckSession(context.Request);
            return;
        }

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

    /// <summary>Refuses a call that a browser makes for another site.</summary>
    /// <exception cref="CallRefusedException">It is one.</exception>
    public static void CheckSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") || !IsOwn(request, request.Headers.Origin.ToString()))
        {
            throw new CallRefusedException(StatusCodes.Status403Forbidden, "another site sent this call");
        }
    }

    /// <summary>A session is for pages, and they prove that they are Holdfast's own. No GET of theirs changes anything.</summary>
    private static void CheckSession(HttpRequest request)
    {
        CheckSite(request);
        if (HttpMethods.IsGet(request.Method))
        {
            throw new CallRefusedException(StatusCodes.Status403Forbidden, "this call is for scripts: a session is not enough, send an API key");
        }

        if (!SessionCookie.HasAntiforgery(request))
        {
            throw new CallRefusedException(
                StatusCodes.Status403Forbidden, $"the session's token is missing: send it as {SessionCookie.AntiforgeryHeader}");
        }
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        origin.Length == 0
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && new HostString(uri.Authority).Equals(request.Host));
}
