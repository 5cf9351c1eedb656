using System.Text.Json.Serialization;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>The documents in a <see cref="RestoreArea"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PreparedTree))]
[JsonSerializable(typeof(SwapJournal))]
internal sealed partial class AreaJson : JsonSerializerContext;
