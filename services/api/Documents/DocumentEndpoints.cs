using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Stored;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Api.Documents;

/// <summary>The configuration documents.</summary>
internal static class DocumentEndpoints
{
    private const int LongestHistory = 100;
    private const string ConfigType = "configType";
    private const string Suffix = "Config";

    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/config/{name}", GetAsync).Describe(DocumentDescriptions.Get);
        api.MapPut("/config/{name}", PutAsync).RequireAuthorization(Roles.Admin).Changes("config.change").Describe(DocumentDescriptions.Put);
        api.MapGet("/config/{name}/history", HistoryAsync).Describe(DocumentDescriptions.History);
        api.MapPost("/config/objectStoreConfig/test", TestAsync).RequireAuthorization(Roles.Admin).Changes("config.test").Describe(DocumentDescriptions.Test);
        api.MapGet("/feature/getConfig", FeatureAsync).Describe(DocumentDescriptions.Feature);
    }

    private static async Task<IResult> GetAsync(string name, HttpContext context, DocumentAnswers answers, CancellationToken cancellationToken)
    {
        var (answer, version) = await answers.AnswerAsync(Find(name), cancellationToken);
        context.Response.Headers.ETag = Tag(version);
        return Results.Json(answer);
    }

    /// <summary>Takes the document bare, or as <c>{"backupConfig":{…}}</c>.</summary>
    private static async Task<IResult> PutAsync(
        string name, HttpContext context, StoredDocuments documents, DocumentAnswers answers, CancellationToken cancellationToken)
    {
        var document = Find(name);
        context.SetAuditTarget(name);
        var sent = DocumentReading.Read(document, Unwrapped(document, await CallBody.ReadJsonAsync(context.Request, cancellationToken)));
        var (version, changes) = await documents.WriteAsync(
            document,
            sent,
            Expected(context.Request, document),
            context.User.Identity?.Name ?? "nobody",
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            cancellationToken);
        context.SetAuditTarget($"{name} version {version}: {(changes.Count > 0 ? string.Join(' ', changes.Select(change => change.Field)) : "no change")}");
        var (answer, _) = await answers.AnswerAsync(document, cancellationToken);
        answer["effect"] = answers.Effect(document, changes);
        context.Response.Headers.ETag = Tag(version);
        return Results.Json(answer);
    }

    /// <summary>The newest versions first.</summary>
    private static async Task<IResult> HistoryAsync(string name, StoredDocuments documents, CancellationToken cancellationToken)
    {
        var versions = await documents.HistoryAsync(Find(name), LongestHistory, cancellationToken);
        return Results.Json(new DocumentHistoryAnswer(versions.Select(row => new DocumentHistoryAnswer.Entry(
            row.Version, new DateTimeOffset(row.At), row.By, row.From, JsonSerializer.Deserialize<IReadOnlyList<DocumentChange>>(row.Changes)))));
    }

    private static async Task<IResult> TestAsync(HttpContext context, StoreTest test, CancellationToken cancellationToken)
    {
        context.SetAuditTarget(Document.ObjectStore.Name);
        var json = Unwrapped(Document.ObjectStore, await CallBody.ReadJsonAsync(context.Request, cancellationToken));
        var candidate = json.EnumerateObject().Any() ? DocumentReading.Read(Document.ObjectStore, json) : null;
        var found = await test.RunAsync(candidate, cancellationToken);
        return Results.Json(new StoreTestAnswer(found.Usable, found.Location, found.Step, found.Message, found.Hint.Length > 0 ? found.Hint : null));
    }

    /// <summary>As scripts know it: <c>configType</c> is <c>backup</c>, <c>objectStore</c> or <c>audit</c>.</summary>
    private static async Task<IResult> FeatureAsync(HttpRequest request, SettingsReader settings, DocumentAnswers answers, CancellationToken cancellationToken)
    {
        var type = request.Query[ConfigType].ToString();
        if (type.Length == 0 && (await CallBody.ReadJsonAsync(request, cancellationToken)).TryGetProperty(ConfigType, out var json))
        {
            type = json.ToString();
        }

        var document = Document.Find(type) ?? Document.Find(type + Suffix) ?? throw CallRefusedException.Invalid(
            ConfigType, $"'{type}' must be {string.Join(", ", Document.All.Select(document => document.Name[..^Suffix.Length]))}");
        var stored = await settings.ReadAsync(document, cancellationToken);
        return Results.Json(new JsonObject { ["data"] = new JsonObject { [document.Name] = answers.Effective(stored) } });
    }

    private static Document Find(string name) => Document.Find(name)
        ?? throw CallRefusedException.NotFound($"there is no configuration '{name}', but {string.Join(", ", Document.All.Select(document => document.Name))}");

    private static JsonElement Unwrapped(Document document, JsonElement json) =>
        json.EnumerateObject().Count() == 1 && json.TryGetProperty(document.Name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : json;

    private static string Tag(int version) => $"\"{version}\"";

    /// <summary>The version in <c>If-Match</c>; null when there is none, or <c>*</c>.</summary>
    private static int? Expected(HttpRequest request, Document document) => request.Headers.IfMatch.ToString() switch
    {
        "" or "*" => null,
        var tag when int.TryParse(tag.Trim('"'), out var version) => version,
        var tag => throw CallRefusedException.Invalid("If-Match", $"{tag} is not the ETag of a version of {document.Name}"),
    };
}
