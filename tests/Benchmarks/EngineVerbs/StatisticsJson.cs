using System.Text.Json.Serialization;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>How statistics become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Statistics))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
