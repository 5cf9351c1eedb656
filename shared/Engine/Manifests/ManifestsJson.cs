using System.Text.Json.Serialization;
using Holdfast.Engine.Documents;

namespace Holdfast.Engine.Manifests;

[JsonSerializable(typeof(ManifestDocument))]
internal sealed partial class ManifestsJson : JsonSerializerContext
{
    public static ManifestsJson Documents { get; } = new(Document.Options());
}
