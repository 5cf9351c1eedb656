namespace Holdfast.Api.Sessions.Oidc;

/// <summary>How a page lets a user log in.</summary>
/// <param name="Key">With an API key; always.</param>
/// <param name="Oidc">Through an identity provider; absent when none is configured.</param>
internal sealed record LoginWaysAnswer(bool Key, LoginWaysAnswer.Provider? Oidc)
{
    /// <summary>An identity provider.</summary>
    /// <param name="Name">How to call it.</param>
    /// <param name="Start">Where to send the browser, with <c>returnTo</c> behind it if need be.</param>
    internal sealed record Provider(string Name, string Start);
}
