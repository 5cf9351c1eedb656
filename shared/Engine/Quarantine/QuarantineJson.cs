using System.Text.Json.Serialization;
using Holdfast.Engine.Documents;

namespace Holdfast.Engine.Quarantine;

[JsonSerializable(typeof(QuarantineDocument))]
internal sealed partial class QuarantineJson : JsonSerializerContext
{
    public static QuarantineJson Documents { get; } = new(Document.Options());
}
