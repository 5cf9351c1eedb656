using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Holdfast.Api.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Sessions;

/// <summary>Tells who calls from the cookie of a session. A key that comes with the call counts instead.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, OpenSessions sessions) :
    AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "Session";

    private const string Either = "KeyOrSession";
    private const string ExpiryClaim = "holdfast:session-until";

    /// <summary>Makes keys and sessions the ways to call.</summary>
    public static AuthenticationBuilder Add(IServiceCollection services) => services.AddAuthentication(Either)
        .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = context =>
            PresentedKey.Of(context.Request) is null && SessionCookie.Of(context.Request) is not null ? Scheme : ApiKeyHandler.Scheme)
        .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null)
        .AddScheme<AuthenticationSchemeOptions, SessionHandler>(Scheme, null);

    /// <summary>When the session of a caller ends at the latest; null for one who called with a key.</summary>
    public static DateTimeOffset? Until(ClaimsPrincipal caller) =>
        caller.FindFirstValue(ExpiryClaim) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Of(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        if (await sessions.FindAsync(text, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("the session has ended");
        }

        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.Name, key.Name),
                new(ClaimTypes.Role, key.Role),
                new(ExpiryClaim, new DateTimeOffset(key.ExpiresAt, TimeSpan.Zero).ToString("O", CultureInfo.InvariantCulture)),
            ],
            Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }
}
