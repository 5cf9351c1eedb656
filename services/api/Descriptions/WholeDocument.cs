using Holdfast.Hosting.Telemetry;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>What the document says of the API as a whole, and the calls that are no endpoints with types.</summary>
internal sealed class WholeDocument : IOpenApiDocumentTransformer
{
    private const string About =
        """
        Backup and restore of a whole platform: several databases and volumes as one timestamped backup, brought back all or nothing.

        Every call needs an API key, sent in one of three ways; its role (`viewer`, `operator`, `admin`, each includes the ones before it)
        says what it may do. Bodies are JSON of at most 64 KiB; comments and trailing commas are accepted, unknown fields are not.
        `GET` calls take their parameters in the query string or as fields of a JSON body. Errors are `{"code":N,"message":"…"}`. More fields may be
        added to answers; those that are here stay.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Holdfast",
            Version = "v1",
            Description = About,
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Authorization: Bearer <api-key>" },
            ["header"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key" },
            ["cookie"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "prophecy-token" },
        };
        document.Security =
        [
            .. document.Components.SecuritySchemes.Keys.Select(name =>
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] }),
        ];
        Add(document, "/healthz", "isAlive", "The process answers", "Healthy", anonymous: true);
        Add(document, "/readyz", "isReady", "It can work", "Healthy", anonymous: true);
        document.Paths["/readyz"].Operations![HttpMethod.Get].Responses!["503"] = Text("Why it cannot work.", "Unhealthy\nstate: the state database does not answer");
        var open = context.ApplicationServices.GetRequiredService<IOptions<MetricsOptions>>().Value.Anonymous;
        Add(document, MetricsEndpoint.Path, "getMetrics", "Metrics for Prometheus", "holdfast_operation_running{namespace=\"app\"} 0\n", open);
        if (!open)
        {
            var responses = document.Paths[MetricsEndpoint.Path].Operations![HttpMethod.Get].Responses!;
            responses["401"] = new OpenApiResponse { Description = "No valid API key came with the call." };
            responses["429"] = new OpenApiResponse { Description = "Too many calls with wrong API keys came from this address." };
        }

        return Task.CompletedTask;
    }

    private static void Add(OpenApiDocument document, string path, string id, string summary, string example, bool anonymous) => document.Paths[path] = new OpenApiPathItem
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new()
            {
                OperationId = id,
                Tags = new HashSet<OpenApiTagReference> { new("Observing", document) },
                Summary = summary,
                Security = anonymous ? [] : null,
                Responses = new OpenApiResponses { ["200"] = Text(summary + ".", example) },
            },
        },
    };

    private static OpenApiResponse Text(string text, string example) => new()
    {
        Description = text,
        Content = new Dictionary<string, OpenApiMediaType> { ["text/plain"] = new() { Schema = Schemas.Text, Example = example } },
    };
}
