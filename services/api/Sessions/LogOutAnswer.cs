namespace Holdfast.Api.Sessions;

/// <summary>The answer to a logout.</summary>
/// <param name="Success">True.</param>
/// <param name="Message">What was done.</param>
/// <param name="ProviderLogoutUrl">Where the user ends the session with the identity provider too; absent where it had no part in the login.</param>
internal sealed record LogOutAnswer(bool Success, string Message, string? ProviderLogoutUrl);
