using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Api.Calls;

/// <summary>The parameters of a call, as JSON.</summary>
internal abstract record Call
{
    /// <summary>Fields that the call does not have. A slip of the pen, such as "dryRn", must not be taken for nothing.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Every unknown field in here, with its path.</summary>
    public virtual IEnumerable<string> UnknownFields() => Unknown?.Keys ?? Enumerable.Empty<string>();
}
