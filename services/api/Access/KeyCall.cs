using System.ComponentModel.DataAnnotations;
using Holdfast.Api.Calls;

namespace Holdfast.Api.Access;

/// <summary>The body of <c>POST /api/keys</c>.</summary>
internal sealed record KeyCall : Call
{
    /// <summary>1 to 100 letters, digits, dots, dashes and underscores.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>viewer, operator or admin.</summary>
    [Required]
    public string? Role { get; init; }

    /// <summary>The instant from which on the key is useless; never when null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
