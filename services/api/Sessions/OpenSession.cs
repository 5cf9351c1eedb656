namespace Holdfast.Api.Sessions;

/// <summary>A session in the list; its text is nowhere.</summary>
/// <param name="Name">The key's, or of a user of the identity provider such as <c>oidc:alice</c>.</param>
/// <param name="Role">viewer, operator or admin.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastUsedAt">To the minute.</param>
/// <param name="ExpiresAt">It ends then at the latest.</param>
internal sealed record OpenSession(string Name, string Role, DateTime CreatedAt, DateTime LastUsedAt, DateTime ExpiresAt);
