using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Backups;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;
using Holdfast.Hosting.Platform;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Verifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Verifications;

/// <summary>The calls about verifications. They write down what is wanted; an uploader looks there.</summary>
internal static class VerificationEndpoints
{
    public const string Full = "full";

    public const string Quick = "quick";

    public static void MapVerifications(this IEndpointRouteBuilder api)
    {
        var verify = api.MapGroup("/backup/verify");
        verify.MapPost("", RequestAsync).RequireAuthorization(Roles.Operator).Changes("backup.verify").Describe(VerificationDescriptions.Request);
        verify.MapPost("/cancel", CancelAsync).RequireAuthorization(Roles.Operator).Changes("backup.verify.cancel").Describe(VerificationDescriptions.Cancel);
        verify.MapGet("", StatusAsync).Describe(VerificationDescriptions.Status);
    }

    private static async Task<IResult> RequestAsync(
        HttpContext context, HoldfastDb db, BackupQueries backups, StoredBackups stored, IOptions<PlatformOptions> platform, TimeProvider clock, CancellationToken cancellationToken)
    {
        var call = await CallBody.ReadAsync<VerifyCall>(context.Request, cancellationToken);
        var depth = call.Depth switch
        {
            null or Full => VerificationDepth.Full,
            Quick => VerificationDepth.Quick,
            var other => throw CallRefusedException.Invalid("depth", $"'{other}' must be {Full} or {Quick}"),
        };
        var name = platform.Value.Namespace;
        var timestamp = call.Timestamp is not null
            ? TimestampCall.Check(call.Timestamp)
            : (await backups.LatestSuccessAsync(name, cancellationToken))?.Timestamp ?? throw CallRefusedException.NotFound("there is no backup yet");
        context.SetAuditTarget($"{timestamp}{(depth == VerificationDepth.Quick ? " (quick)" : "")}");
        await stored.ComponentsAsync(name, timestamp, cancellationToken); // that there is such a backup
        if (await Ongoing(db, name).Select(row => row.Timestamp).FirstOrDefaultAsync(cancellationToken) is { } ongoing)
        {
            throw Busy(ongoing);
        }

        var row = Verification.Wanted(name, timestamp, depth, context.User.Identity!.Name!, clock.GetUtcNow());
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException taken) when (TransientErrors.IsTransient(taken) && taken is not DbUpdateConcurrencyException)
        {
            throw Busy(timestamp); // by a call at the same moment
        }

        return Results.Json(new VerificationAccepted(StatusCodes.Status202Accepted, "Request Accepted", row.Id), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CancelAsync(HttpContext context, HoldfastDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var timestamp = await TimestampCall.ReadAsync(context.Request, cancellationToken);
        var (name, by) = (platform.Value.Namespace, context.User.Identity!.Name!);
        if (timestamp is not null)
        {
            context.SetAuditTarget(timestamp);
        }

        var cancelled = await Ongoing(db, name).Where(row => timestamp == null || row.Timestamp == timestamp)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.CancelledBy, by), cancellationToken);
        return cancelled > 0
            ? CodeAnswer.Accepted()
            : throw CallRefusedException.NotFound($"no verification{(timestamp is null ? "" : $" of {timestamp}")} is ongoing in namespace {name}");
    }

    private static async Task<IResult> StatusAsync(HttpContext context, HoldfastDb db, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var (timestamp, name) = (await TimestampCall.ReadAsync(context.Request, cancellationToken), platform.Value.Namespace);
        var row = await db.Verifications.AsNoTracking().Where(row => row.Namespace == name && (timestamp == null || row.Timestamp == timestamp))
            .OrderByDescending(row => row.RequestedAt).FirstOrDefaultAsync(cancellationToken);
        return Results.Json(VerificationAnswer.Of(
            row ?? throw CallRefusedException.NotFound(timestamp is null ? "there was no verification yet" : $"there was no verification of {timestamp}")));
    }

    private static IQueryable<Verification> Ongoing(HoldfastDb db, string name) => db.Verifications.Where(row => row.Namespace == name && row.EndedAt == null);

    private static CallRefusedException Busy(string timestamp) => CallRefusedException.Conflict($"a verification of the backup {timestamp} is ongoing");
}
