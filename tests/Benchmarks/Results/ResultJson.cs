using System.Text.Json.Serialization;

namespace Holdfast.Benchmarks.Results;

/// <summary>How results become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Result))]
internal sealed partial class ResultJson : JsonSerializerContext;
