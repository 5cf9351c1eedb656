using Holdfast.Api.Calls;

namespace Holdfast.Api.Retention;

/// <summary>The body of <c>POST /api/retention</c>.</summary>
internal sealed record RetentionCall : Call
{
    /// <summary>Only tell what would be deleted.</summary>
    public bool DryRun { get; init; }
}
