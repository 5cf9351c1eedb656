namespace Holdfast.Client.Keys;

/// <summary>A key that was just made.</summary>
/// <param name="Name">What the audit log knows it by.</param>
/// <param name="Role">viewer, operator or admin.</param>
/// <param name="Key">Its text, which nobody can get again.</param>
/// <param name="ExpiresAt">From when on it is useless.</param>
public sealed record NewApiKey(string Name, string Role, string Key, DateTimeOffset? ExpiresAt);
