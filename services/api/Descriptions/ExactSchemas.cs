using Holdfast.Api.Calls;
using Holdfast.Contracts.Components;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>Makes schemas say what is really read and written, where it cannot be told from the types alone.</summary>
internal sealed class ExactSchemas : IOpenApiSchemaTransformer
{
    private const string TimestampProperty = "timestamp";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }
        else if (type == typeof(ComponentId))
        {
            var component = Component();
            (schema.Type, schema.Pattern, schema.Examples) = (component.Type, component.Pattern, component.Examples);
        }
        else if (schema.Type is { } kind && kind.HasFlag(JsonSchemaType.String) && (kind.HasFlag(JsonSchemaType.Integer) || kind.HasFlag(JsonSchemaType.Number)))
        {
            (schema.Type, schema.Pattern) = (kind & ~JsonSchemaType.String, null); // numbers as text are an option of the reader that no call has
        }

        if (context.JsonPropertyInfo is { Name: TimestampProperty } && schema.Type is { } text && text.HasFlag(JsonSchemaType.String))
        {
            (schema.Pattern, schema.Examples) = (Schemas.Timestamp.Pattern, [Schemas.ExampleTimestamp]);
        }

        if (schema.Type is { } array && array.HasFlag(JsonSchemaType.Array) && typeof(IEnumerable<ComponentId>).IsAssignableFrom(type))
        {
            schema.Items = Component();
        }

        if (context.JsonPropertyInfo is { } property && !typeof(Call).IsAssignableFrom(property.DeclaringType) && schema.Type is { } nullable)
        {
            schema.Type = nullable & ~JsonSchemaType.Null;
        }

        if (typeof(Call).IsAssignableFrom(type))
        {
            schema.AdditionalPropertiesAllowed = false;
        }
        else
        {
            foreach (var missing in context.JsonTypeInfo.Properties.Where(one => one.IsGetNullable))
            {
                schema.Required?.Remove(missing.Name); // null is never written
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Component() => new()
    {
        Type = JsonSchemaType.String,
        Pattern = "^(db|volume)/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        Examples = ["db/airflow"],
    };
}
