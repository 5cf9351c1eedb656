using Holdfast.Api.Access;
using Holdfast.Api.Auditing;
using Holdfast.Hosting.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>What happens when the browser comes back from the provider.</summary>
internal sealed partial class OidcEvents(OpenSessions sessions, AuditLog audit, WrongKeys wrong, IOptions<ApiOptions> api, ILogger<OidcEvents> log) : OpenIdConnectEvents
{
    private const string Refused = "login.refused";
    private readonly ILogger _log = log;

    /// <summary>Insists on a signature: the handler takes a token without one that comes from the provider itself, as the protocol allows.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (string.IsNullOrEmpty(context.SecurityToken.RawSignature))
        {
            context.Fail(new SecurityTokenInvalidSignatureException("The token is not signed."));
        }

        return Task.CompletedTask;
    }

    /// <summary>The provider's token is good: begins a session, if the user is somebody here.</summary>
    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var (http, oidc) = (context.HttpContext, api.Value.Oidc);
        var user = OidcUser.Of(context.Principal!, oidc);
        var target = $"{user.Subject} at {oidc.Authority}";
        context.HandleResponse();
        if (user.RoleValues.Count == 0)
        {
            var reason = $"{user.Name} has no role in Holdfast: none of the values of '{oidc.RoleClaim}' is in Api:oidc:roles. An administrator of the identity provider or of Holdfast can change that";
            await audit.AddAsync(user.Name, Address(http), Refused, target, $"403 no value of {oidc.RoleClaim} gives a role");
            await LoginPage.RefuseAsync(http, StatusCodes.Status403Forbidden, reason);
            return;
        }

        var text = await sessions.BeginAsync(user, oidc, http.RequestAborted);
        SessionCookie.Set(http, text, oidc.SessionLifetime);
        await audit.AddAsync(user.Name, Address(http), "login", target, $"200 {oidc.Roles.Of(user.RoleValues)}");
        await LoginPage.GoOnAsync(http, user.Name, LoginPage.Local(context.ReturnUri));
    }

    /// <summary>There is no good token. Such failures count like wrong keys, so that nobody can fill the audit log.</summary>
    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        var http = context.HttpContext;
        var problem = OidcProblem.Of(context.Failure);
        context.HandleResponse();
        var address = http.Connection.RemoteIpAddress;
        if (wrong.Wait(address, "") is null)
        {
            wrong.Wrong(address, "");
            Failed(context.Failure, Address(http) ?? "an unknown address", problem.Reason);
            await audit.AddAsync("nobody", Address(http), Refused, api.Value.Oidc.Authority, $"{problem.Status} {problem.Reason}");
        }

        await LoginPage.RefuseAsync(http, problem.Status, problem.Reason);
    }

    private static string? Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    [LoggerMessage(1, LogLevel.Warning, "A login through the identity provider from {Address} failed: {Reason}")]
    private partial void Failed(Exception? exception, string address, string reason);
}
