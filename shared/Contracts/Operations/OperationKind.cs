using System.Text.Json.Serialization;

namespace Holdfast.Contracts.Operations;

[JsonConverter(typeof(JsonStringEnumConverter<OperationKind>))]
public enum OperationKind
{
    Backup,
    Restore,
}
