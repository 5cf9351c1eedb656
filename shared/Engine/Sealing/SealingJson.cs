using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Engine.Documents;

namespace Holdfast.Engine.Sealing;

[JsonSerializable(typeof(KeyFileDocument))]
internal sealed partial class SealingJson : JsonSerializerContext
{
    /// <summary>Leaves out what is absent, such as the iterations of a derivation that has none.</summary>
    public static SealingJson Documents { get; } =
        new(new JsonSerializerOptions(Document.Options()) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}
