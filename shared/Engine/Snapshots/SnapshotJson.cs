using System.Text.Json.Serialization;
using Holdfast.Engine.Documents;

namespace Holdfast.Engine.Snapshots;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(SnapshotBody))]
internal sealed partial class SnapshotJson : JsonSerializerContext
{
    public static SnapshotJson Documents { get; } = new(Document.Options());
}
