using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Api.Auditing;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    private const int Usual = 100;
    private const int Most = 1000;

    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync).RequireAuthorization(Roles.Admin);

    /// <summary>The newest entries first; <c>count</c> 1 to 1000, default 100.</summary>
    private static async Task<IResult> ListAsync(HttpRequest request, AuditLog log, CancellationToken cancellationToken)
    {
        var count = Usual;
        if (request.Query["count"] is { Count: > 0 } text && !(int.TryParse(text, out count) && count is >= 1 and <= Most))
        {
            throw CallRefusedException.Invalid("count", $"'{text}' must be 1 to {Most}");
        }

        var entries = await log.NewestAsync(count, cancellationToken);
        return Results.Json(new { Entries = entries.Select(entry => new { entry.At, entry.Actor, entry.Action, entry.Target, entry.Outcome }) });
    }
}
