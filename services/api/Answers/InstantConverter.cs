using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Api.Answers;

/// <summary>Instants in answers: UTC to the millisecond, such as <c>2023-02-02T16:00:00.000Z</c>.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
