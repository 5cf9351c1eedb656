using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Api.Serving;

/// <summary>Tells browsers and proxies what not to do with answers: guess types, frame them, keep them, and under TLS come back without it.</summary>
internal static class SafeHeaders
{
    /// <summary>A year.</summary>
    private const string OnlyTls = "max-age=31536000";

    /// <summary>Answers of the API are data: whatever a browser takes them for, it must load and run nothing.</summary>
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSafeHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.TryAdd("Referrer-Policy", "no-referrer"); // here and below: unless the answer says otherwise, as a page does
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = OnlyTls;
        }

        if (context.Request.Path.StartsWithSegments("/api"))
        {
            headers.TryAdd("Content-Security-Policy", Nothing);
            headers.CacheControl = new CacheControlHeaderValue { NoStore = true }.ToString();
        }
    }
}
