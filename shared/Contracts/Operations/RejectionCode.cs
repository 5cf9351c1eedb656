using System.Text.Json.Serialization;

namespace Holdfast.Contracts.Operations;

/// <summary>Why a request was refused; the REST API maps it to a status.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RejectionCode>))]
public enum RejectionCode
{
    /// <summary>Another operation runs in the namespace (409).</summary>
    Ongoing,

    /// <summary>The timestamp or operation is unknown (404).</summary>
    NotFound,

    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>Not possible in the present state: pinned, too late to cancel, undo window over (409).</summary>
    NotAllowed,

    /// <summary>The store or a service failed (502).</summary>
    Failed,
}
