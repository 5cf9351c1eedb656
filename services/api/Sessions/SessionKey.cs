namespace Holdfast.Api.Sessions;

/// <summary>Who a session belongs to.</summary>
/// <param name="Name">The API key's or the user's name.</param>
/// <param name="Role">Its role.</param>
/// <param name="ExpiresAt">When the session ends at the latest.</param>
internal sealed record SessionKey(string Name, string Role, DateTime ExpiresAt);
