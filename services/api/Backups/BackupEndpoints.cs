using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Calls;
using Holdfast.Api.Components;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Operations;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Hosting.Platform;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Backups;

/// <summary>The calls about backups.</summary>
internal static class BackupEndpoints
{
    private const int LongestLabel = 200;

    public static void MapBackups(this IEndpointRouteBuilder api)
    {
        var backup = api.MapGroup("/backup");
        backup.MapPost("", RequestAsync).RequireAuthorization(Roles.Operator).Changes("backup.request").Describe(BackupDescriptions.Request);
        backup.MapPost("/cancel", CancelAsync).RequireAuthorization(Roles.Operator).Changes("backup.cancel").Describe(BackupDescriptions.Cancel);
        backup.MapGet("/latest", LatestAsync).Describe(BackupDescriptions.Latest);
        backup.MapGet("/status", StatusAsync).Describe(BackupDescriptions.Status);
        backup.MapGet("/list", ListAsync).Describe(BackupDescriptions.List);
        backup.MapGet("/delete", DeleteAsync).RequireAuthorization(Roles.Admin).Changes("backup.delete").Describe(BackupDescriptions.DeleteByGet);
        backup.MapPost("/{timestamp}/pin", PinAsync).RequireAuthorization(Roles.Operator).Changes("backup.pin").Describe(BackupDescriptions.Pin);
        backup.MapDelete("/{timestamp}/pin", UnpinAsync).RequireAuthorization(Roles.Admin).Changes("backup.unpin").Describe(BackupDescriptions.Unpin);
        backup.MapPost("/{timestamp}/accept", AcceptAsync).RequireAuthorization(Roles.Admin).Changes("backup.accept").Describe(BackupDescriptions.Accept);
        backup.MapDelete("/{timestamp}", DeleteOneAsync).RequireAuthorization(Roles.Admin).Changes("backup.delete").Describe(BackupDescriptions.Delete);
    }

    private static async Task<IResult> RequestAsync(
        HttpContext context, Requests requests, RegisteredNames names, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var call = await CallBody.ReadAsync<BackupCall>(context.Request, cancellationToken);
        if (call.Label is { Length: > LongestLabel })
        {
            throw CallRefusedException.Invalid("label", $"is longer than {LongestLabel} characters");
        }

        if (call.Components is { } wanted)
        {
            await names.CheckAsync("components", wanted, [], cancellationToken);
        }

        var accepted = await requests.BackupAsync(
            new BackupRequested
            {
                OperationId = Guid.NewGuid(),
                Namespace = platform.Value.Namespace,
                Components = call.Components,
                Label = string.IsNullOrWhiteSpace(call.Label) ? null : call.Label,
                RequestedBy = context.User.Identity!.Name!,
            },
            cancellationToken);
        context.SetAuditTarget(accepted.Timestamp);
        return CodeAnswer.Accepted($"Request Accepted with timestamp {accepted.Timestamp}");
    }

    private static async Task<IResult> CancelAsync(
        HttpContext context, Requests requests, OperationQueries operations, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var timestamp = await TimestampCall.ReadAsync(context.Request, cancellationToken);
        await Cancellation.CancelAsync(
            context, requests, operations, platform.Value.Namespace, OperationKind.Backup, timestamp, cancellationToken);
        return CodeAnswer.Accepted();
    }

    private static async Task<IResult> LatestAsync(
        BackupAnswers backups, OperationQueries operations, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        if (await operations.OngoingAsync(platform.Value.Namespace, cancellationToken) is { } ongoing)
        {
            return Results.Json(new OngoingTextAnswer(ongoing.Status));
        }

        return Results.Json(await backups.LatestAsync(cancellationToken) ?? throw CallRefusedException.NotFound("there is no backup yet"));
    }

    /// <summary>With a timestamp that backup; without one the ongoing operation, else the latest backup.</summary>
    private static async Task<IResult> StatusAsync(
        HttpContext context,
        BackupAnswers backups,
        StoredBackups stored,
        OperationQueries operations,
        IOptions<PlatformOptions> platform,
        CancellationToken cancellationToken)
    {
        if (await TimestampCall.ReadAsync(context.Request, cancellationToken) is { } timestamp)
        {
            return Results.Json(await backups.FindAsync(timestamp, cancellationToken) ?? await stored.AnswerAsync(timestamp, cancellationToken));
        }

        return await operations.OngoingAsync(platform.Value.Namespace, cancellationToken) is { } ongoing
            ? Results.Json(OngoingAnswer.Of(ongoing))
            : Results.Json(await backups.LatestAsync(cancellationToken) ?? throw CallRefusedException.NotFound("there is no backup yet"));
    }

    /// <summary>What the database knows; with <c>store</c>, or for another namespace, also or only what the store has.</summary>
    private static async Task<IResult> ListAsync(
        HttpContext context, BackupAnswers backups, StoredBackups stored, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var call = await ListCall.ReadAsync(context.Request, cancellationToken);
        var (own, wanted) = (platform.Value.Namespace, call.Namespace ?? platform.Value.Namespace);
        if (!call.Store && wanted == own)
        {
            return Results.Bytes(await backups.ListJsonAsync(cancellationToken), "application/json; charset=utf-8");
        }

        var known = wanted == own ? await backups.ListAsync(cancellationToken) : [];
        return Results.Json(new BackupListAnswer(await stored.MergeAsync(wanted, known, cancellationToken)));
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, Requests requests, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var timestamp = await TimestampCall.ReadRequiredAsync(context.Request, cancellationToken);
        return await RemoveAsync(timestamp, context, requests, platform, cancellationToken);
    }

    private static Task<IResult> DeleteOneAsync(
        string timestamp, HttpContext context, Requests requests, IOptions<PlatformOptions> platform, CancellationToken cancellationToken) =>
        RemoveAsync(TimestampCall.Check(timestamp), context, requests, platform, cancellationToken);

    private static Task<IResult> PinAsync(
        string timestamp, HttpContext context, BackupPins pins, IOptions<PlatformOptions> platform, CancellationToken cancellationToken) =>
        SetPinAsync(timestamp, pinned: true, context, pins, platform, cancellationToken);

    private static Task<IResult> UnpinAsync(
        string timestamp, HttpContext context, BackupPins pins, IOptions<PlatformOptions> platform, CancellationToken cancellationToken) =>
        SetPinAsync(timestamp, pinned: false, context, pins, platform, cancellationToken);

    private static async Task<IResult> SetPinAsync(
        string timestamp, bool pinned, HttpContext context, BackupPins pins, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        timestamp = TimestampCall.Check(timestamp);
        context.SetAuditTarget(timestamp);
        return await pins.SetAsync(platform.Value.Namespace, timestamp, pinned, cancellationToken) switch
        {
            BackupStatus.Success => Results.Json(new DoneAnswer(true, $"{(pinned ? "Pinned" : "Unpinned")} backup {timestamp}")),
            null => throw CallRefusedException.NotFound($"there is no backup {timestamp} in namespace {platform.Value.Namespace}"),
            BackupStatus.Failed => throw CallRefusedException.Conflict($"the backup {timestamp} failed: there is nothing to keep"),
            BackupStatus.Deleting => throw CallRefusedException.Conflict($"the backup {timestamp} is being deleted"),
            _ => throw CallRefusedException.Conflict($"the backup {timestamp} is not complete yet"),
        };
    }

    /// <summary>A backup that has become much smaller is as it should be.</summary>
    private static async Task<IResult> AcceptAsync(
        string timestamp, HttpContext context, BackupSuspicions suspicions, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        timestamp = TimestampCall.Check(timestamp);
        context.SetAuditTarget(timestamp);
        return await suspicions.AcceptAsync(platform.Value.Namespace, timestamp, cancellationToken) switch
        {
            (BackupStatus.Success, true) => Results.Json(new DoneAnswer(true, $"Accepted backup {timestamp}")),
            (BackupStatus.Success, false) => throw CallRefusedException.Conflict($"the backup {timestamp} is not suspicious"),
            null => throw CallRefusedException.NotFound($"there is no backup {timestamp} in namespace {platform.Value.Namespace}"),
            _ => throw CallRefusedException.Conflict($"the backup {timestamp} is not complete"),
        };
    }

    /// <summary>A backup that is not there counts as deleted, so that a call that was cut off can be made again.</summary>
    private static async Task<IResult> RemoveAsync(
        string timestamp, HttpContext context, Requests requests, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        context.SetAuditTarget(timestamp);
        await requests.DeleteAsync(
            new BackupDeletionRequested
            {
                OperationId = Guid.NewGuid(),
                Namespace = platform.Value.Namespace,
                Timestamp = timestamp,
                RequestedBy = context.User.Identity!.Name!,
            },
            cancellationToken);
        return Results.Json(new DoneAnswer(true, "Deleted backup entry successfully"));
    }
}
