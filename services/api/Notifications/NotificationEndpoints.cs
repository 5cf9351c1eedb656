using Holdfast.Api.Access;
using Holdfast.Api.Auditing;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Operations;
using Holdfast.Contracts.Notifications;
using Holdfast.Hosting.Platform;
using Holdfast.State.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Notifications;

/// <summary>What was told to whom, and a test of it.</summary>
internal static class NotificationEndpoints
{
    private const int Shown = 50;

    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/notifications", ListAsync).Describe(NotificationDescriptions.List);
        api.MapPost("/notifications/test", TestAsync).RequireAuthorization(Roles.Admin).Changes("notifications.test").Describe(NotificationDescriptions.Test);
    }

    /// <summary>Newest first.</summary>
    private static async Task<IResult> ListAsync(HoldfastDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var name = platform.Value.Namespace;
        var rows = await db.Notifications.AsNoTracking().Where(row => row.Namespace == name)
            .OrderByDescending(row => row.CreatedAt).Take(Shown).ToListAsync(cancellationToken);
        return Results.Json(new NotificationListAnswer(rows.Select(row => new NotificationAnswer
        {
            Id = row.Id,
            Event = row.Event,
            Channel = row.Channel.ToString().ToLowerInvariant(),
            CreatedAt = row.CreatedAt,
            Outcome = row.EndedAt is null ? "pending" : row.Delivered ? "delivered" : "given up",
            EndedAt = row.EndedAt,
            Attempts = row.Attempts,
            Problem = row.Problem,
        })));
    }

    private static async Task<IResult> TestAsync(HttpContext context, Requests requests, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var tested = await requests.TestAsync(
            new TestNotifications { Namespace = platform.Value.Namespace, RequestedBy = context.User.Identity!.Name! }, cancellationToken);
        context.SetAuditTarget(string.Join(' ', tested.Results.Select(one => $"{one.Channel}={(one.Delivered ? "delivered" : "failed")}")));
        return Results.Json(new NotificationTestAnswer(
            tested.Results.Select(one => new NotificationTestAnswer.Way(one.Channel, one.Delivered, one.Problem.Length > 0 ? one.Problem : null))));
    }
}
