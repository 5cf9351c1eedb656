namespace Holdfast.Client.Keys;

/// <summary>A key, without its text.</summary>
/// <param name="Name">What the audit log knows it by.</param>
/// <param name="Role">viewer, operator or admin.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is useless.</param>
/// <param name="LastUsedAt">To the minute.</param>
/// <param name="RevokedAt">Since when it is useless.</param>
public sealed record ApiKey(
    string Name, string Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);
