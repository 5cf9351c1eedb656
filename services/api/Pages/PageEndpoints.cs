using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Api.Pages;

/// <summary>The admin pages: files that are the same for everybody and hold no data. What they show they ask the API for, as whoever has logged in.</summary>
internal static class PageEndpoints
{
    /// <summary>Where the pages are.</summary>
    public const string Path = "/ui";

    /// <summary>Only what Holdfast itself serves may run or be loaded, nothing written into a page; no text becomes HTML or a script.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string Revalidated = new CacheControlHeaderValue { NoCache = true }.ToString();

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapMethods("/", Reading, () => Results.Redirect($"{Path}/"));
        pages.MapMethods($"{Path}/{{**path}}", Reading, Show);
    }

    private static IResult Show(string? path, HttpContext context, PageAssets assets)
    {
        var headers = context.Response.Headers;
        headers["Referrer-Policy"] = "same-origin";
        if (context.Request.Path == Path)
        {
            return Results.Redirect($"{Path}/"); // else what the page names would be looked for beside it
        }

        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = Revalidated;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return assets.Find(path ?? PageAssets.Start) is { } asset
            ? Results.Bytes(asset.Content, asset.Type, entityTag: asset.Tag)
            : Results.Text("There is no such page.", statusCode: StatusCodes.Status404NotFound);
    }
}
