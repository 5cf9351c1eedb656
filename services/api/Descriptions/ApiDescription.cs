using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>Serves the OpenAPI document and a page to read it with.</summary>
/// <remarks>Both need no key: they tell how Holdfast is called, which anybody can read in its sources, and nothing about this installation.</remarks>
internal static class ApiDescription
{
    /// <summary>Where the document is.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>The document's name.</summary>
    public const string Name = "v1";

    public static void AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id ? $"{type.Type.DeclaringType?.Name}{id}" : null;
            options.AddSchemaTransformer<ExactSchemas>();
            options.AddOperationTransformer<DescribedCalls>();
            options.AddDocumentTransformer<WholeDocument>();
        });
        services.AddSingleton<DescriptionText>();
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, TextAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapDescriptionPage();
    }

    private static async Task<IResult> TextAsync(DescriptionText text) => Results.Bytes(await text.GetAsync(), "application/json; charset=utf-8");
}
