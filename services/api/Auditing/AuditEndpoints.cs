using System.Globalization;
using System.Text.Json;
using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Descriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Auditing;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    private const int Usual = 100;
    private const int Most = 1000;
    private static readonly byte[] EndOfLine = "\n"u8.ToArray();

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", ListAsync).RequireAuthorization(Roles.Admin).Describe(AuditDescriptions.List);
        api.MapGet("/audit/export", ExportAsync).RequireAuthorization(Roles.Admin).Describe(AuditDescriptions.Export);
    }

    /// <summary>The newest entries first; <c>count</c> 1 to 1000, default 100.</summary>
    private static async Task<IResult> ListAsync(HttpRequest request, AuditLog log, CancellationToken cancellationToken)
    {
        var count = Usual;
        if (request.Query["count"] is { Count: > 0 } text && !(int.TryParse(text, out count) && count is >= 1 and <= Most))
        {
            throw CallRefusedException.Invalid("count", $"'{text}' must be 1 to {Most}");
        }

        var entries = await log.NewestAsync(count, cancellationToken);
        return Results.Json(new AuditListAnswer(entries.Select(AuditLine.Of)));
    }

    /// <summary>Everything from <c>since</c> (inclusive) to <c>until</c> (exclusive), oldest first, one JSON object a line.</summary>
    private static async Task ExportAsync(
        HttpContext context, AuditLog log, IOptions<JsonOptions> json, TimeProvider clock, CancellationToken cancellationToken)
    {
        var since = Instant(context.Request, "since") ?? DateTime.MinValue;
        var until = Instant(context.Request, "until") ?? clock.GetUtcNow().UtcDateTime;
        context.Response.ContentType = "application/x-ndjson";
        await foreach (var entry in log.ReadAsync(since, until, cancellationToken))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, AuditLine.Of(entry), json.Value.SerializerOptions, cancellationToken);
            await context.Response.Body.WriteAsync(EndOfLine, cancellationToken);
        }
    }

    private static DateTime? Instant(HttpRequest request, string field) => request.Query[field].ToString() switch
    {
        "" => null,
        var text when JsonInstant(text) is { } instant => instant,
        var text => throw CallRefusedException.Invalid(field, $"'{text}' is not an instant such as 2023-02-02T16:00:00Z"),
    };

    private static DateTime? JsonInstant(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
        ? instant.UtcDateTime
        : null;
}
