using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Backups;
using Holdfast.Api.Calls;
using Holdfast.Api.Components;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Operations;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Platform;
using Holdfast.State.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Restores;

/// <summary>The calls about restores.</summary>
internal static class RestoreEndpoints
{
    /// <summary>The name that stands for all databases.</summary>
    private const string AllDatabases = "postgres";

    /// <summary>How long a call waits for a dry run; proxies commonly give up after 60 seconds.</summary>
    private static readonly TimeSpan DryRunLimit = TimeSpan.FromSeconds(50);

    public static void MapRestores(this IEndpointRouteBuilder api)
    {
        var restore = api.MapGroup("/restore");
        restore.MapPost("", RequestAsync).RequireAuthorization(Roles.Operator) // a real one: see RequestAsync
            .Changes("restore.request").Describe(RestoreDescriptions.Request);
        restore.MapPost("/cancel", CancelAsync).RequireAuthorization(Roles.Admin).Changes("restore.cancel").Describe(RestoreDescriptions.Cancel);
        restore.MapPost("/undo", UndoAsync).RequireAuthorization(Roles.Admin).Changes("restore.undo").Describe(RestoreDescriptions.Undo);
        restore.MapGet("/status", StatusAsync).Describe(RestoreDescriptions.Status);
    }

    private static async Task<IResult> RequestAsync(
        HttpContext context,
        Requests requests,
        StoredBackups stored,
        RegisteredNames names,
        RestoreAnswers restores,
        IOptions<PlatformOptions> platform,
        CancellationToken cancellationToken)
    {
        var call = await CallBody.ReadAsync<RestoreCall>(context.Request, cancellationToken);
        if (call.Drill && (call.DryRun || call.Salvage))
        {
            throw CallRefusedException.Invalid("drill", $"a drill goes without {(call.DryRun ? "dryRun" : "salvage")}");
        }

        var changesNothing = call.DryRun || call.Drill;
        if (!changesNothing && !context.User.IsInRole(Roles.Admin))
        {
            throw new CallRefusedException(StatusCodes.Status403Forbidden, $"the role of this API key does not allow a restore, only one with \"dryRun\" or \"drill\": true");
        }

        var timestamp = TimestampCall.Check(call.Timestamp);
        var source = NamespaceName.Check("sourceNamespace", call.SourceNamespace ?? platform.Value.Namespace);
        context.SetAuditTarget($"{source}/{timestamp}{(call.DryRun ? " (dry run)" : call.Drill ? " (drill)" : "")}");
        var components = await stored.ComponentsAsync(source, timestamp, cancellationToken);
        await names.CheckAsync("svcs", (call.Svcs ?? []).Keys.Where(name => name != AllDatabases), components, cancellationToken);
        var accepted = await requests.RestoreAsync(
            new RestoreRequested
            {
                OperationId = Guid.NewGuid(),
                Namespace = platform.Value.Namespace,
                Timestamp = timestamp,
                SourceNamespace = source,
                DisabledServices = call.Disabled,
                DryRun = changesNothing,
                Drill = call.Drill,
                Salvage = call.Salvage,
                RequestedBy = context.User.Identity!.Name!,
            },
            cancellationToken);
        return call.DryRun && await restores.DryRunAsync(accepted.OperationId, DryRunLimit, cancellationToken) is { } answer
            ? Results.Json(answer)
            : CodeAnswer.Accepted();
    }

    private static async Task<IResult> CancelAsync(
        HttpContext context, Requests requests, OperationQueries operations, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var timestamp = await TimestampCall.ReadAsync(context.Request, cancellationToken);
        await Cancellation.CancelAsync(
            context, requests, operations, platform.Value.Namespace, OperationKind.Restore, timestamp, cancellationToken);
        return CodeAnswer.Accepted();
    }

    private static async Task<IResult> UndoAsync(
        HttpContext context, Requests requests, RestoreAnswers restores, CancellationToken cancellationToken)
    {
        var timestamp = await TimestampCall.ReadAsync(context.Request, cancellationToken);
        var restore = await restores.UndoableAsync(timestamp, cancellationToken)
            ?? throw CallRefusedException.NotFound($"there is no restore{(timestamp is null ? "" : $" of {timestamp}")} that can be undone");
        var accepted = await requests.UndoAsync(
            new UndoRestoreRequested { OperationId = restore, RequestedBy = context.User.Identity!.Name! }, cancellationToken);
        context.SetAuditTarget(accepted.Timestamp);
        return CodeAnswer.Accepted();
    }

    private static async Task<IResult> StatusAsync(HttpContext context, RestoreAnswers restores, CancellationToken cancellationToken)
    {
        var timestamp = await TimestampCall.ReadAsync(context.Request, cancellationToken);
        return Results.Json(await restores.LatestAsync(timestamp, cancellationToken)
            ?? throw CallRefusedException.NotFound(timestamp is null ? "there was no restore yet" : $"there was no restore of {timestamp}"));
    }
}
