using Holdfast.Api.Calls;

namespace Holdfast.Api.Sessions;

/// <summary>The body of <c>POST /api/login</c>.</summary>
internal sealed record LoginCall : Call
{
    /// <summary>An API key.</summary>
    public string? Key { get; init; }
}
