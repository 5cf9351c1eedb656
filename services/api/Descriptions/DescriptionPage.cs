using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Holdfast.Api.Descriptions;

/// <summary>The page that shows the OpenAPI document and tries calls. Everything it needs comes from Holdfast itself; the browser is told to load nothing else.</summary>
internal static class DescriptionPage
{
    /// <summary>Where the page is.</summary>
    private const string Path = "/docs";

    public static void MapDescriptionPage(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous();
        pages.MapScalarApiReference(Path, (options, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                + "connect-src 'self'; worker-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            options.WithTitle("Holdfast API").WithOpenApiRoutePattern(ApiDescription.Path).WithNonce(nonce)
                .DisableAgent().DisableMcp().DisableTelemetry().DisableDefaultFonts().HideDeveloperTools().HideClientButton()
                .WithDefaultHttpClient(ScalarTarget.Shell, ScalarClient.Curl);
        });
    }
}
