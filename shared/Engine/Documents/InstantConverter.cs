using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Engine.Documents;

/// <summary>Writes instants in UTC with a <c>Z</c>, to 100 ns, without trailing zeros: the same instant always gives the same bytes.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));
}
