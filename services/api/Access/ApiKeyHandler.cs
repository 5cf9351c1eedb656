using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Access;

/// <summary>Tells who calls from the key that the call brings.</summary>
internal sealed partial class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys) :
    AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "ApiKey";

    private const string CookieClaim = "holdfast:cookie";

    /// <summary>Whether the caller was recognized by a cookie.</summary>
    public static bool ByCookie(ClaimsPrincipal caller) => caller.HasClaim(claim => claim.Type == CookieClaim);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (PresentedKey.Of(Request) is not { } presented)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.FindAsync(presented.Text, Context.RequestAborted) is not { } key)
        {
            UnknownKey(Logger, Context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address");
            return AuthenticateResult.Fail("unknown or revoked key");
        }

        Claim[] claims = [new(ClaimTypes.Name, key.Name), new(ClaimTypes.Role, key.Role)];
        var identity = new ClaimsIdentity(presented.ByCookie ? [.. claims, new Claim(CookieClaim, "")] : claims, Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    [LoggerMessage(1, LogLevel.Warning, "A call from {Address} was refused: its API key is unknown or revoked")]
    private static partial void UnknownKey(ILogger log, string address);
}
