using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;
using Holdfast.Contracts.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Api.Access;

/// <summary>Who may call.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        api.MapGet("/keys", ListAsync).RequireAuthorization(Roles.Admin).Describe(KeyDescriptions.List);
        api.MapPost("/keys", CreateAsync).RequireAuthorization(Roles.Admin).Changes("key.create").Describe(KeyDescriptions.Create);
        api.MapDelete("/keys/{name}", RevokeAsync).RequireAuthorization(Roles.Admin).Changes("key.revoke").Describe(KeyDescriptions.Revoke);
    }

    private static async Task<IResult> ListAsync(ApiKeys keys, CancellationToken cancellationToken) => Results.Json(new KeyListAnswer(
        (await keys.ListAsync(cancellationToken)).Select(key =>
            new KeyAnswer(key.Name, key.Role, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt))));

    private static async Task<IResult> CreateAsync(HttpContext context, ApiKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var call = await CallBody.ReadAsync<KeyCall>(context.Request, cancellationToken);
        if (!ComponentId.IsName(call.Name))
        {
            throw CallRefusedException.Invalid("name", $"'{call.Name}' is not a name: 1 to 100 letters, digits, '.', '-' and '_'");
        }

        if (call.Role is null || !Roles.All.Contains(call.Role))
        {
            throw CallRefusedException.Invalid("role", $"'{call.Role}' must be {string.Join(", ", Roles.All)}");
        }

        if (call.ExpiresAt <= clock.GetUtcNow())
        {
            throw CallRefusedException.Invalid("expiresAt", "has passed already");
        }

        context.SetAuditTarget($"{call.Name} ({call.Role})");
        var text = await keys.CreateAsync(call.Name, call.Role, call.ExpiresAt, cancellationToken);
        return Results.Json(new NewKeyAnswer(call.Name, call.Role, text, call.ExpiresAt), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(string name, HttpContext context, ApiKeys keys, CancellationToken cancellationToken)
    {
        context.SetAuditTarget(name);
        await keys.RevokeAsync(name, cancellationToken);
        return Results.Json(new DoneAnswer(true, $"Revoked key {name}"));
    }
}
