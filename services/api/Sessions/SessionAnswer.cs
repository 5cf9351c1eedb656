namespace Holdfast.Api.Sessions;

/// <summary>Who is calling.</summary>
/// <param name="Name">The API key's name.</param>
/// <param name="Role">Its role.</param>
/// <param name="ExpiresAt">When the session ends at the latest; absent without a session.</param>
/// <param name="Antiforgery">What every changing call of the session brings in <c>X-Holdfast-Antiforgery</c>; absent without a session.</param>
internal sealed record SessionAnswer(string Name, string Role, DateTimeOffset? ExpiresAt, string? Antiforgery);
