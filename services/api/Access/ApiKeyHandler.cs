using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Holdfast.Api.Auditing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Access;

/// <summary>Tells who calls from the key that the call brings.</summary>
internal sealed partial class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys, WrongKeys wrongKeys, AuditLog audit) :
    AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "ApiKey";

    private const string CookieClaim = "holdfast:cookie";

    private TimeSpan? _wait;

    /// <summary>Whether the caller was recognized by a cookie.</summary>
    public static bool ByCookie(ClaimsPrincipal caller) => caller.HasClaim(claim => claim.Type == CookieClaim);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (PresentedKey.Of(Request) is not { } presented)
        {
            return AuthenticateResult.NoResult();
        }

        var (address, hash) = (Context.Connection.RemoteIpAddress, KeyText.Hash(presented.Text));
        if (wrongKeys.Wait(address, hash) is { } wait)
        {
            _wait = wait;
            return AuthenticateResult.Fail("too many wrong keys");
        }

        if (await keys.UseAsync(hash, Context.RequestAborted) is not { } key)
        {
            wrongKeys.Wrong(address, hash);
            UnknownKey(Logger, address?.ToString() ?? "an unknown address");
            await audit.AddAsync("nobody", address?.ToString(), "key.refused", null, "401 the API key is unknown, revoked or expired");
            return AuthenticateResult.Fail("unknown, revoked or expired key");
        }

        wrongKeys.Right(hash);

        Claim[] claims = [new(ClaimTypes.Name, key.Name), new(ClaimTypes.Role, key.Role)];
        var identity = new ClaimsIdentity(presented.ByCookie ? [.. claims, new Claim(CookieClaim, "")] : claims, Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_wait is not { } wait)
        {
            return base.HandleChallengeAsync(properties);
        }

        Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Warning, "A call from {Address} was refused: its API key is unknown, revoked or expired")]
    private static partial void UnknownKey(ILogger log, string address);
}
