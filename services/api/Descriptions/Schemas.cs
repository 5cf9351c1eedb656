using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>Schemas of the values that occur in many calls.</summary>
internal static class Schemas
{
    /// <summary>The timestamp in all examples.</summary>
    public const string ExampleTimestamp = "2023-02-02t16-00-00";

    public static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    public static OpenApiSchema Flag => new() { Type = JsonSchemaType.Boolean };

    public static OpenApiSchema Timestamp => new() { Type = JsonSchemaType.String, Pattern = @"^\d{4}-\d{2}-\d{2}t\d{2}-\d{2}-\d{2}$" };

    public static OpenApiSchema Instant => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static OpenApiSchema Namespace => new() { Type = JsonSchemaType.String, Pattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$" };

    public static OpenApiSchema OneOf(params IEnumerable<string> values) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. values.Select(value => (JsonNode)value)],
    };

    public static OpenApiSchema Number(int least, int most) => new() { Type = JsonSchemaType.Integer, Minimum = $"{least}", Maximum = $"{most}" };
}
