using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Descriptions;
using Holdfast.Contracts.Components;
using Holdfast.Hosting.Platform;
using Holdfast.State.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Components;

/// <summary>The registry of components: what every backup must cover.</summary>
internal static class ComponentEndpoints
{
    public static void MapComponents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/components", ListAsync).Describe(ComponentDescriptions.List);
        api.MapDelete("/components/{kind}/{name}", RemoveAsync).RequireAuthorization(Roles.Admin).Changes("component.remove").Describe(ComponentDescriptions.Remove);
    }

    private static async Task<IResult> ListAsync(HoldfastDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var rows = await db.Registry.AsNoTracking().Where(row => row.Namespace == platform.Value.Namespace).ToListAsync(cancellationToken);
        return Results.Json(new ComponentListAnswer(
            platform.Value.Namespace,
            rows.OrderBy(row => row.Component).Select(row => new ComponentListAnswer.Row(
                row.Component, row.Component.KindText, row.Component.Name, row.Instance, row.FirstAnnouncedAt, row.LastAnnouncedAt))));
    }

    /// <summary>Takes a component that is gone for good out of the registry. While a service still serves it, it comes back.</summary>
    private static async Task<IResult> RemoveAsync(
        string kind, string name, HttpContext context, HoldfastDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        context.SetAuditTarget($"{kind}/{name}");
        var known = ComponentId.TryParse($"{kind}/{name}", out var component)
            && await db.Registry.Where(row => row.Namespace == platform.Value.Namespace && row.Component == component)
                .ExecuteDeleteAsync(cancellationToken) > 0;
        return known
            ? Results.Json(new DoneAnswer(true, $"Removed component {component}"))
            : throw CallRefusedException.NotFound($"there is no component {kind}/{name}");
    }
}
