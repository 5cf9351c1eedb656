using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Contracts.Components;

/// <summary>A component is one string in JSON, such as <c>"db/airflow"</c>.</summary>
public sealed class ComponentIdJsonConverter : JsonConverter<ComponentId>
{
    public override ComponentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ComponentId.TryParse(reader.GetString(), out var component)
            ? component
            : throw new JsonException("Not a component such as \"db/airflow\" or \"volume/gitserver\".");

    public override void Write(Utf8JsonWriter writer, ComponentId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override ComponentId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ComponentId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
