using System.Text.Json.Serialization;
using Holdfast.Engine.Documents;

namespace Holdfast.Engine.Repositories;

[JsonSerializable(typeof(RepositoryDocument))]
internal sealed partial class RepositoriesJson : JsonSerializerContext
{
    public static RepositoriesJson Documents { get; } = new(Document.Options());
}
