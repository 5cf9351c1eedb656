using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Api.Tests.Oidc;

/// <summary>
/// An OpenID Connect provider on loopback: discovery, keys, authorization code with PKCE, tokens signed with RS256. It asks nobody for a password, and
/// can be told to do things wrong.
/// </summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "holdfast";
    private const string AccessToken = "opens-the-user-info";

    public const string ClientSecret = "a-secret-of-the-client";

    private readonly ConcurrentDictionary<string, Login> _codes = [];
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly WebApplication _app;

    private IdentityProvider(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    /// <summary>The claims of who logs in next, over those that every token has.</summary>
    public Dictionary<string, object> Claims { get; set; } = new() { ["sub"] = "4711", ["preferred_username"] = "alice", ["groups"] = new[] { "staff", "ops" } };

    /// <summary>Tells the claims at the user-info endpoint, and of the user in the token only <c>sub</c>.</summary>
    public bool TellsAtUserInfo { get; set; }

    /// <summary>Changes the token before it is signed.</summary>
    public Action<SecurityTokenDescriptor>? Spoil { get; set; }

    /// <summary>Signs with a key that it does not tell of.</summary>
    public bool WrongKey { get; set; }

    /// <summary>Answers the browser with this error instead of a code.</summary>
    public string? Error { get; set; }

    /// <summary>What the token endpoint objected to.</summary>
    public ConcurrentQueue<string> Objections { get; } = [];

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var provider = new IdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Configuration);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        app.MapGet("/userinfo", provider.UserInfo);
        app.MapGet("/logout", () => "The provider has ended your session.");
        await app.StartAsync();
        // A browser takes it for another site than Holdfast's, as it is in life.
        provider.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return provider;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private IResult Configuration() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = Address,
        ["authorization_endpoint"] = $"{Address}/authorize",
        ["token_endpoint"] = $"{Address}/token",
        ["userinfo_endpoint"] = $"{Address}/userinfo",
        ["end_session_endpoint"] = $"{Address}/logout",
        ["jwks_uri"] = $"{Address}/keys",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        ["code_challenge_methods_supported"] = new[] { "S256" },
    });

    private IResult Keys()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "one", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } },
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        string Of(string name) => request.Query[name].ToString();
        if (Of("client_id") != ClientId || Of("response_type") != "code" || Of("code_challenge_method") != "S256" || !Of("scope").Split(' ').Contains("openid"))
        {
            return Results.BadRequest($"{request.QueryString}");
        }

        var back = new QueryBuilder { { "state", Of("state") } };
        if (Error is not null)
        {
            back.Add("error", Error);
        }
        else
        {
            var code = RandomNumberGenerator.GetHexString(32);
            _codes[code] = new Login(Of("redirect_uri"), Of("nonce"), Of("code_challenge"));
            back.Add("code", code);
        }

        return Results.Redirect($"{Of("redirect_uri")}{back}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        _codes.TryRemove(form["code"].ToString(), out var login); // good once
        var objection = (form["client_id"], form["client_secret"]) != (ClientId, ClientSecret) ? "invalid_client"
            : login is null || form["grant_type"] != "authorization_code" || login.RedirectUri != form["redirect_uri"] || login.Challenge != challenge ? "invalid_grant"
            : null;
        if (objection is not null)
        {
            Objections.Enqueue(objection);
            return Results.Json(new { error = objection }, statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Json(new { access_token = AccessToken, token_type = "Bearer", expires_in = 60, id_token = Token(login!.Nonce) });
    }

    private IResult UserInfo(HttpRequest request) =>
        request.Headers.Authorization != $"Bearer {AccessToken}" ? Results.Unauthorized() : Results.Json(TellsAtUserInfo ? Claims : new Dictionary<string, object> { ["sub"] = Claims["sub"] });

    private string Token(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object>(TellsAtUserInfo ? new() { ["sub"] = Claims["sub"] } : Claims) { ["nonce"] = nonce },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(WrongKey ? _otherKey : _key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        };
        Spoil?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private sealed record Login(string RedirectUri, string Nonce, string Challenge);
}
