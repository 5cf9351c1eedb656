using Holdfast.Api.Calls;

namespace Holdfast.Api.Verifications;

/// <summary>The body of <c>POST /api/backup/verify</c>.</summary>
internal sealed record VerifyCall : Call
{
    /// <summary>The backup; the newest complete one when null.</summary>
    public string? Timestamp { get; init; }

    /// <summary><c>full</c> (default) reads everything, <c>quick</c> only looks whether it is there.</summary>
    public string? Depth { get; init; }
}
