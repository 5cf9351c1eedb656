using System.Globalization;
using System.Security.Claims;
using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Sessions.Oidc;
using Holdfast.State.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Api.Sessions;

/// <summary>Logging in and out of the pages.</summary>
internal static class SessionEndpoints
{
    private const string Refused = "the API key is unknown, revoked or expired";

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/login", LogInAsync).AllowAnonymous().Describe(SessionDescriptions.LogIn);
        api.MapPost("/logout", LogOutAsync).Changes("logout").Describe(SessionDescriptions.LogOut);
        api.MapOidc();
        api.MapGet("/sessions", ListAsync).RequireAuthorization(Roles.Admin).Describe(SessionDescriptions.List);
        api.MapDelete("/sessions/{name}", EndAsync).RequireAuthorization(Roles.Admin).Changes("session.end").Describe(SessionDescriptions.End);
        api.MapGet("/session", Show).Describe(SessionDescriptions.Show);
    }

    private static async Task<IResult> LogInAsync(
        HttpContext context, ApiKeys keys, WrongKeys wrongKeys, OpenSessions sessions, AuditLog audit, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        CrossSiteGuard.CheckSite(context.Request);
        var call = await CallBody.ReadAsync<LoginCall>(context.Request, cancellationToken);
        var key = await FindAsync(context, call.Key ?? throw CallRefusedException.Invalid("key", "is missing; it must be an API key"), keys, wrongKeys, audit);
        var text = await sessions.BeginAsync(key, cancellationToken);
        SessionCookie.Set(context, text, OpenSessions.Lifetime);
        await audit.AddAsync(key.Name, context.Connection.RemoteIpAddress?.ToString(), "login", null, "200");
        var until = clock.GetUtcNow() + OpenSessions.Lifetime;
        return Results.Json(new SessionAnswer(key.Name, key.Role, until, SessionCookie.Antiforgery(text)));
    }

    /// <exception cref="CallRefusedException">401: the key is not valid; 429: too many from this address were not.</exception>
    private static async Task<ApiKey> FindAsync(HttpContext context, string text, ApiKeys keys, WrongKeys wrongKeys, AuditLog audit)
    {
        var (address, hash) = (context.Connection.RemoteIpAddress, KeyText.Hash(text));
        if (wrongKeys.Wait(address, hash) is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            throw new CallRefusedException(StatusCodes.Status429TooManyRequests, ErrorAnswers.Text(StatusCodes.Status429TooManyRequests));
        }

        if (await keys.UseAsync(hash, context.RequestAborted) is { } key)
        {
            wrongKeys.Right(hash);
            return key;
        }

        wrongKeys.Wrong(address, hash);
        await audit.AddAsync("nobody", address?.ToString(), "login.refused", null, $"401 {Refused}");
        throw new CallRefusedException(StatusCodes.Status401Unauthorized, Refused);
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, OpenSessions sessions, ProviderLogout provider, CancellationToken cancellationToken)
    {
        var atProvider = false;
        if (SessionCookie.Of(context.Request) is { } text)
        {
            atProvider = await sessions.EndAsync(text, cancellationToken);
            SessionCookie.Clear(context);
        }

        return Results.Json(new LogOutAnswer(true, "Logged out", atProvider ? await provider.UrlAsync(cancellationToken) : null));
    }

    private static async Task<IResult> ListAsync(OpenSessions sessions, CancellationToken cancellationToken) =>
        Results.Json(new SessionListAnswer(await sessions.ListAsync(cancellationToken)));

    private static async Task<IResult> EndAsync(string name, HttpContext context, OpenSessions sessions, CancellationToken cancellationToken)
    {
        context.SetAuditTarget(name);
        var ended = await sessions.EndAllAsync(name, cancellationToken);
        return ended == 0
            ? throw new CallRefusedException(StatusCodes.Status404NotFound, $"nobody named '{name}' is logged in")
            : Results.Json(new DoneAnswer(true, $"Ended {ended} session{(ended == 1 ? "" : "s")} of {name}"));
    }

    private static IResult Show(HttpContext context)
    {
        var until = SessionHandler.Until(context.User);
        return Results.Json(new SessionAnswer(
            context.User.Identity?.Name ?? "",
            context.User.FindFirstValue(ClaimTypes.Role) ?? "",
            until,
            until is null ? null : SessionCookie.Antiforgery(SessionCookie.Of(context.Request)!)));
    }
}
