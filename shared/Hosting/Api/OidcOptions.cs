namespace Holdfast.Hosting.Api;

/// <summary>The configuration section <c>Api:Oidc</c>: logging in through an identity provider. Off without <see cref="Authority"/>.</summary>
public sealed class OidcOptions
{
    /// <summary>The provider's issuer, below which its <c>/.well-known/openid-configuration</c> lies.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>File with the client's secret; none for a public client, which PKCE alone protects.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>What is asked for, separated by spaces; <c>openid</c> must be there.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim of the ID token that says what a user is; a dot leads into an object, as in <c>realm_access.roles</c>.</summary>
    public string RoleClaim { get; set; } = "groups";

    /// <summary>The claim with the name that the audit log is to show; <c>sub</c> where it is missing.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The values of <see cref="RoleClaim"/> that make a user something.</summary>
    public OidcRoles Roles { get; } = new();

    /// <summary>How pages call the provider.</summary>
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>PEM file with the authorities to trust for the provider; those of the system when empty.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>A session ends so long after its login: what the provider changes about a user holds at the latest then. 5 minutes to 12 hours, default 1 hour.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether there is a provider.</summary>
    public bool Enabled => Authority.Length > 0;
}
