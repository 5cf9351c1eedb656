using System.Text.Json.Nodes;
using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Calls;
using Holdfast.Settings.Documents;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>Completes each call of the document: parameters, body, examples, and every error it can be answered with.</summary>
internal sealed class DescribedCalls : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    /// <summary>Errors of calls that take a body, or parameters in one.</summary>
    private static readonly IReadOnlyList<CallRefusal> OfBodies =
    [
        new(400, "the body is not the JSON that the call takes: line 1, byte 2"),
        new(413, ErrorAnswers.Text(413)),
        new(415, ErrorAnswers.Text(415)),
    ];

    private static readonly IReadOnlyList<CallRefusal> OfAll =
        [new(401, ErrorAnswers.Text(401)), new(429, ErrorAnswers.Text(429)), new(503, "the state database does not answer: try again")];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<CallDescription>().LastOrDefault() is not { } call)
        {
            return; // a test tells of it
        }

        var open = metadata.OfType<IAllowAnonymous>().Any();
        var role = metadata.OfType<IAuthorizeData>().Select(data => Roles.All.ToList().IndexOf(data.Policy ?? "")).DefaultIfEmpty(0).Max();
        operation.Description = $"{call.Details}{(call.Details is null ? "" : "\n\n")}Role: {(open ? "none" : Roles.All[Math.Max(role, 0)])}.";
        operation.Security = open ? [] : null;
        operation.Parameters = [.. call.Parameters.Select(Parameter)];
        if (call.Body is { } body)
        {
            operation.RequestBody = await BodyAsync(body, context, cancellationToken);
        }

        operation.Responses ??= [];
        foreach (var answer in call.Answers)
        {
            Complete(operation.Responses, answer);
        }

        var error = await ReferenceAsync(typeof(CodeAnswer), context, cancellationToken);
        var takesJson = call.Body is not null || call.Parameters.Any(parameter => parameter.In == ParameterLocation.Query);
        foreach (var refusals in call.Refusals.Concat(OfAll).Concat(takesJson ? OfBodies : [])
            .Concat(role > 0 || call.Refusals.Any(refusal => refusal.Status == 403) ? [new CallRefusal(403, ErrorAnswers.Text(403))] : [])
            .GroupBy(refusal => refusal.Status).OrderBy(group => group.Key))
        {
            var more = refusals.FirstOrDefault(refusal => refusal.Type is not null)?.Type;
            IOpenApiSchema schema = more is null ? error : new OpenApiSchema { AnyOf = [error, await ReferenceAsync(more, context, cancellationToken)] };
            operation.Responses[$"{refusals.Key}"] = Refused(refusals.Key, refusals, schema);
        }
    }

    private static OpenApiParameter Parameter(CallParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.In,
        Required = parameter.In == ParameterLocation.Path,
        Description = parameter.Text,
        Schema = parameter.Schema,
        Example = parameter.Example.DeepClone(),
    };

    private static async Task<OpenApiRequestBody> BodyAsync(
        CallBodyDescription body, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = new OpenApiMediaType
        {
            Schema = body.Type == typeof(Document) ? DocumentSchemas.All : await ReferenceAsync(body.Type, context, cancellationToken),
            Examples = Examples(body.Examples),
        };
        return new OpenApiRequestBody { Required = body.Required, Content = new Dictionary<string, OpenApiMediaType> { [Json] = content } };
    }

    private static void Complete(OpenApiResponses responses, CallAnswer answer)
    {
        if (!responses.TryGetValue($"{answer.Status}", out var known) || known is not OpenApiResponse response || answer.Type is null)
        {
            responses[$"{answer.Status}"] = response = new OpenApiResponse { Content = new Dictionary<string, OpenApiMediaType> { [answer.Format] = new() } };
        }

        response.Description = answer.Text;
        if (answer.Examples.Count > 0)
        {
            response.Content![answer.Format].Examples = Examples(answer.Examples, answer.Format);
        }
    }

    private static OpenApiResponse Refused(int status, IEnumerable<CallRefusal> refusals, IOpenApiSchema error) => new()
    {
        Description = Meaning(status),
        Headers = status == 429
            ? new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = Schemas.Number(1, 60) } }
            : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Json] = new()
            {
                Schema = error,
                Examples = refusals.Select(refusal => refusal.Message).Distinct().Select((message, index) => (index, message)).ToDictionary(
                    one => one.index == 0 ? "error" : $"error{one.index + 1}",
                    one => (IOpenApiExample)new OpenApiExample { Value = new JsonObject { ["code"] = status, ["message"] = one.message } }),
            },
        },
    };

    private static Dictionary<string, IOpenApiExample> Examples(IReadOnlyList<(string Name, string Json)> examples, string format = Json) => examples.ToDictionary(
        example => example.Name,
        example => (IOpenApiExample)new OpenApiExample { Value = format == Json ? JsonNode.Parse(example.Json) : JsonValue.Create(example.Json) });

    private static async Task<IOpenApiSchema> ReferenceAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(type.Name) != true)
        {
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        }

        return new OpenApiSchemaReference(type.Name, document);
    }

    private static string Meaning(int status) => status switch
    {
        400 => "Something in the call is wrong; the message names the field.",
        401 => "No valid API key came with the call.",
        403 => "The role of the API key, or the way it was sent, does not allow the call.",
        404 => "It does not exist.",
        409 => "It cannot be done now; while another operation runs the message is its status text.",
        412 => "It was changed by somebody else meanwhile.",
        413 => $"The body is larger than {CallBody.MaxBytes} bytes.",
        415 => "The body is not JSON.",
        429 => "Too many calls with wrong API keys came from this address.",
        502 => "Another service failed.",
        503 => "Something that is needed did not answer, so the outcome is unknown: look at the status before asking again.",
        _ => "The call was refused.",
    };
}
