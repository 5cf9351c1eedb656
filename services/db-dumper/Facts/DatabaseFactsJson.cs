using System.Text.Json.Serialization;

namespace Holdfast.DbDumper.Facts;

/// <summary>How <see cref="DatabaseFacts"/> are written with a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatabaseFacts))]
internal sealed partial class DatabaseFactsJson : JsonSerializerContext;
