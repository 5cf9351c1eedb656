using System.Net.Security;
using Holdfast.Hosting.Api;
using Holdfast.Hosting.Security;
using Holdfast.Settings.Secrets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>Logging in through an identity provider: the authorization code flow with PKCE. It ends in a session like any other.</summary>
internal static class OidcLogin
{
    public const string Scheme = "Oidc";

    public const string StartPath = "/api/login/oidc";

    public const string CallbackPath = "/api/login/oidc/callback";

    private static readonly TimeSpan ProviderLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Adds the way to log in, if a provider is configured.</summary>
    public static void AddOidc(this AuthenticationBuilder authentication, IConfiguration configuration)
    {
        authentication.Services.AddSingleton<ProviderLogout>();
        if (configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() is not { Oidc.Enabled: true })
        {
            return;
        }

        authentication.Services.AddSingleton<OidcEvents>();
        authentication.Services.AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IOptions<ApiOptions>, SecretBox, SecretKeyFile>((options, api, box, key) => Configure(options, api.Value.Oidc, Protection(box, key)));
        authentication.AddOpenIdConnect(Scheme, _ => { });
    }

    private static void Configure(OpenIdConnectOptions options, OidcOptions oidc, IDataProtectionProvider protection)
    {
        options.Authority = oidc.Authority;
        options.RequireHttpsMetadata = oidc.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ClientId = oidc.ClientId;
        options.ClientSecret = oidc.ClientSecretFile.Length > 0 ? File.ReadAllText(oidc.ClientSecretFile).Trim() : null;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query; // a GET, which brings cookies along that are SameSite=Lax
        options.UsePkce = true;
        options.Scope.Clear();
        foreach (var scope in oidc.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        options.CallbackPath = CallbackPath;
        options.RemoteSignOutPath = PathString.Empty; // no other ways in than the callback
        options.SignedOutCallbackPath = PathString.Empty;
        options.SignInScheme = SessionHandler.Scheme; // never used: the events begin the session
        options.EventsType = typeof(OidcEvents);
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true; // where a provider has one: some tell groups, or the name, only there
        options.ClaimActions.MapJsonKey(oidc.RoleClaim, oidc.RoleClaim);
        options.ClaimActions.MapUniqueJsonKey(oidc.NameClaim, oidc.NameClaim);
        if (oidc.RoleClaim.Split('.') is [var root, _, ..])
        {
            options.ClaimActions.MapCustomJson(root, told => told.TryGetProperty(root, out var found) ? found.GetRawText() : null);
        }

        options.DisableTelemetry = true;
        options.SaveTokens = false;
        options.TokenValidationParameters.ClockSkew = ClockSkew;
        options.DataProtectionProvider = protection;
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        }

        options.BackchannelTimeout = ProviderLimit;
        options.BackchannelHttpHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ProviderLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = TrustedAuthorities.Of(oidc.CaFile).Check,
            },
        };
    }

    /// <summary>With the key of secrets every process of the api understands what another one has sent to the provider; without it only the same process.</summary>
    private static IDataProtectionProvider Protection(SecretBox box, SecretKeyFile key) =>
        key.Path.Length > 0 ? new SealedStates(box, "oidc") : new EphemeralDataProtectionProvider();
}
