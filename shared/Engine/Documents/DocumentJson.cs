using System.Text.Json.Serialization;

namespace Holdfast.Engine.Documents;

[JsonSerializable(typeof(DocumentHeader))]
internal sealed partial class DocumentJson : JsonSerializerContext;
