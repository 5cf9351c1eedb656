using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Documents;

/// <summary>Writes the name of a component as <c>db/airflow</c>.</summary>
internal sealed class ComponentNameConverter : JsonConverter<ComponentName>
{
    public override ComponentName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ComponentName.TryParse(reader.GetString(), out var component)
            ? component
            : throw new JsonException("not the name of a component");

    public override void Write(Utf8JsonWriter writer, ComponentName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
