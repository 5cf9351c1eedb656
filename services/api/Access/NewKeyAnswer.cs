namespace Holdfast.Api.Access;

/// <summary>A key that was just made.</summary>
/// <param name="Name">What the audit log knows it by.</param>
/// <param name="Role">viewer, operator or admin.</param>
/// <param name="Key">Its text, which is shown this once.</param>
/// <param name="ExpiresAt">From when on it is useless.</param>
internal sealed record NewKeyAnswer(string Name, string Role, string Key, DateTimeOffset? ExpiresAt);
