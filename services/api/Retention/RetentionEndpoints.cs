using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Operations;
using Holdfast.Contracts.Retention;
using Holdfast.Hosting.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Retention;

/// <summary>The call that deletes what expired, or shows what would be deleted.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder api) =>
        api.MapPost("/retention", RequestAsync).RequireAuthorization(Roles.Viewer) // a real one: see RequestAsync
            .Changes("retention.request").Describe(RetentionDescriptions.Request);

    private static async Task<IResult> RequestAsync(
        HttpContext context, Requests requests, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var call = await CallBody.ReadAsync<RetentionCall>(context.Request, cancellationToken);
        if (!call.DryRun && !context.User.IsInRole(Roles.Admin))
        {
            throw new CallRefusedException(
                StatusCodes.Status403Forbidden, "the role of this API key does not allow deleting backups, only a look with \"dryRun\": true");
        }

        context.SetAuditTarget($"{platform.Value.Namespace}{(call.DryRun ? " (dry run)" : "")}");
        var planned = await requests.RetentionAsync(
            new RetentionRequested
            {
                OperationId = Guid.NewGuid(),
                Namespace = platform.Value.Namespace,
                DryRun = call.DryRun,
                RequestedBy = context.User.Identity!.Name!,
            },
            cancellationToken);
        return call.DryRun ? Results.Json(await DryRunAsync(requests, planned, cancellationToken)) : Results.Json(
            new RetentionAnswer
            {
                Code = StatusCodes.Status202Accepted,
                Message = "Request Accepted",
                DryRun = false,
                Keep = planned.Keep,
                Backups = planned.Backups,
            },
            statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<RetentionAnswer> DryRunAsync(Requests requests, RetentionPlanned planned, CancellationToken cancellationToken)
    {
        var swept = await requests.SweepAsync(planned.Sweep, cancellationToken);
        var going = planned.Sweep.Expired.Count;
        return new RetentionAnswer
        {
            Code = StatusCodes.Status200OK,
            Message = swept.Problem is null ? $"{going} of {planned.Backups.Count} backups would be deleted" : "Nothing would be deleted",
            DryRun = true,
            Keep = planned.Keep,
            Backups = planned.Backups,
            FreedBytes = swept.Problem is null ? swept.FreedBytes : null,
            Problem = swept.Problem,
        };
    }
}
