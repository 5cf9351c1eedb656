using System.Net;

namespace Holdfast.Client;

/// <summary>The API refused a call.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What the API said, in plain words.</param>
public sealed class HoldfastException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>The HTTP status, 400 or above.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Whether the outcome is unknown: look at the status before you ask again.</summary>
    public bool IsUnavailable => (int)Status >= 500;
}
