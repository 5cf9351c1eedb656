using System.Text.Json.Nodes;
using Holdfast.Settings.Documents;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>Schemas of the configuration documents, made from their fields.</summary>
internal static class DocumentSchemas
{
    /// <summary>Any of the documents.</summary>
    public static OpenApiSchema All => new() { AnyOf = [.. Document.All.Select(Of)] };

    /// <summary>The names of the documents.</summary>
    public static OpenApiSchema Names => Schemas.OneOf(Document.All.Select(document => document.Name));

    private static OpenApiSchema Of(Document document)
    {
        var root = Section(document.Name);
        foreach (var field in document.Fields)
        {
            var parts = field.Path.Split('.');
            var section = root;
            foreach (var name in parts[..^1])
            {
                if (!section.Properties!.TryGetValue(name, out var inner))
                {
                    section.Properties[name] = inner = Section(null);
                }

                section = (OpenApiSchema)inner;
            }

            section.Properties![parts[^1]] = Of(field);
        }

        return root;
    }

    private static OpenApiSchema Section(string? title) => new()
    {
        Title = title,
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(),
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema Of(Field field) => new()
    {
        Type = field.Kind switch
        {
            FieldKind.Flag => JsonSchemaType.Boolean,
            FieldKind.Count => JsonSchemaType.Integer,
            _ => JsonSchemaType.String,
        },
        Description = field.IsSecret ? $"Secret: shown as {Field.Mask} when it is set; sending that back keeps it." : null,
        Default = field.Default.Length == 0 ? null : field.Kind is FieldKind.Flag or FieldKind.Count ? JsonNode.Parse(field.Default) : field.Default,
    };
}
