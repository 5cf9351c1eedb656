using Holdfast.Api.Answers;
using Holdfast.Api.Descriptions;
using Holdfast.Hosting.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>The way to the provider, and which ways there are.</summary>
internal static partial class OidcEndpoints
{
    public static void MapOidc(this IEndpointRouteBuilder api)
    {
        api.MapGet("/login", Ways).AllowAnonymous().Describe(OidcDescriptions.Ways);
        api.MapGet("/login/oidc", StartAsync).AllowAnonymous().Describe(OidcDescriptions.Start);
    }

    private static IResult Ways(IOptions<ApiOptions> api) => Results.Json(new LoginWaysAnswer(
        true, api.Value.Oidc is { Enabled: true } oidc ? new LoginWaysAnswer.Provider(oidc.DisplayName, OidcLogin.StartPath) : null));

    private static async Task StartAsync(HttpContext context, IOptions<ApiOptions> api, ILoggerFactory logs)
    {
        if (!api.Value.Oidc.Enabled)
        {
            throw CallRefusedException.NotFound("no identity provider is configured (Api:oidc:authority)");
        }

        try
        {
            await context.ChallengeAsync(OidcLogin.Scheme, new AuthenticationProperties { RedirectUri = LoginPage.Local(context.Request.Query["returnTo"]) });
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            NotReached(logs.CreateLogger(typeof(OidcEndpoints)), exception, api.Value.Oidc.Authority);
            var problem = OidcProblem.Of(exception);
            await LoginPage.RefuseAsync(context, StatusCodes.Status502BadGateway, problem.Status == StatusCodes.Status502BadGateway ? problem.Reason : OidcProblem.Silent);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The identity provider {Authority} does not tell its configuration")]
    private static partial void NotReached(ILogger log, Exception exception, string authority);
}
