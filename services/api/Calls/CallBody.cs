using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Api.Answers;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Calls;

/// <summary>Reads the JSON that comes with a call. No body at all is <c>{}</c>; comments and trailing commas are accepted.</summary>
internal static class CallBody
{
    /// <summary>The largest body.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>What <c>curl -d</c> says when nobody tells it otherwise: scripts do send JSON so. Browsers' forms are the cross-site guard's matter.</summary>
    private const string TypeByDefault = "application/x-www-form-urlencoded";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        MaxDepth = 16,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="CallRefusedException">400: not JSON, a wrong or unknown field; 413: too large; 415: another format.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : Call, new()
    {
        var body = await BytesAsync(request, cancellationToken);
        if (body.Length == 0)
        {
            return new T();
        }

        CheckType(request);
        var call = Parse<T>(body);
        return call.UnknownFields().FirstOrDefault() is { } unknown
            ? throw CallRefusedException.Invalid(unknown, "the call has no such field")
            : call;
    }

    /// <summary>The body as it is: an object, with each field once.</summary>
    /// <exception cref="CallRefusedException">400: not JSON, or no object; 413: too large; 415: another format.</exception>
    public static async Task<JsonElement> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BytesAsync(request, cancellationToken);
        if (body.Length == 0)
        {
            return JsonElement.Parse("{}"u8);
        }

        CheckType(request);
        var text = WithoutMark(body);
        CheckSyntax(text);
        try
        {
            var options = new JsonDocumentOptions
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = Json.MaxDepth,
            };
            using var document = JsonDocument.Parse(text, options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Malformed("it must be a JSON object");
        }
        catch (JsonException exception)
        {
            throw Malformed($"it must be a JSON object with each field once ({exception.Message})");
        }
    }

    private static void CheckType(HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } type && !request.HasJsonContentType()
            && !type.StartsWith(TypeByDefault, StringComparison.OrdinalIgnoreCase))
        {
            throw new CallRefusedException(
                StatusCodes.Status415UnsupportedMediaType, $"the body must be JSON, sent with Content-Type: application/json, not {type}");
        }
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw new BadHttpRequestException("the body is too large", StatusCodes.Status413PayloadTooLarge);
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken); // the server ends a body without a length at its own limit
        return buffer.ToArray();
    }

    private static byte[] WithoutMark(byte[] body) => body.AsSpan().StartsWith("\uFEFF"u8) ? body[3..] : body;

    private static T Parse<T>(byte[] body)
        where T : Call
    {
        var text = WithoutMark(body);
        CheckSyntax(text);
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw Malformed("it must be a JSON object");
        }
        catch (JsonException exception)
        {
            throw exception.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal)
                ? CallRefusedException.Invalid(path[2..], $"is not what the call takes here ({Where(exception)})")
                : Malformed($"it must be a JSON object with each field once ({Where(exception)})");
        }
    }

    /// <summary>Tells text that is no JSON at all from JSON that does not fit the call. That strings are Unicode is looked at here, since readers find out only when they want one.</summary>
    private static void CheckSyntax(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(
            text,
            new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = Json.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
        }
        catch (JsonException exception)
        {
            throw Malformed(Where(exception));
        }
        catch (InvalidOperationException)
        {
            throw Malformed($"the text that begins at byte {reader.TokenStartIndex + 1} is not valid Unicode");
        }
    }

    private static string Where(JsonException exception) => $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";

    private static CallRefusedException Malformed(string detail) => new(StatusCodes.Status400BadRequest, $"the body is not the JSON that the call takes: {detail}");
}
