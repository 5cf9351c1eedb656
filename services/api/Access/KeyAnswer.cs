namespace Holdfast.Api.Access;

/// <summary>A key in the list; its text is nowhere.</summary>
/// <param name="Name">What the audit log knows it by.</param>
/// <param name="Role">viewer, operator or admin.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is useless.</param>
/// <param name="LastUsedAt">To the minute.</param>
/// <param name="RevokedAt">Since when it is useless.</param>
internal sealed record KeyAnswer(string Name, string Role, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? LastUsedAt, DateTime? RevokedAt);
