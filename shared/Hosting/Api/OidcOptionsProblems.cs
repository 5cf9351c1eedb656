namespace Holdfast.Hosting.Api;

/// <summary>What is wrong with the section <c>Api:Oidc</c>.</summary>
internal static class OidcOptionsProblems
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Most = TimeSpan.FromHours(12);

    public static IEnumerable<string> Of(OidcOptions options)
    {
        if (!options.Enabled)
        {
            return options.ClientId.Length > 0 || options.ClientSecretFile.Length > 0 || options.Roles.Each.Any(role => role.Values.Count > 0)
                ? ["Api:oidc:authority is missing: without the provider's address nobody can log in through it."]
                : [];
        }

        return [.. Provider(options), .. Client(options), .. Users(options)];
    }

    private static IEnumerable<string> Provider(OidcOptions options)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == "https" || (authority is { Scheme: "http", IsLoopback: true })))
        {
            yield return $"Api:oidc:authority '{options.Authority}' is not an https:// address (http:// only for this machine itself).";
        }

        if (options.CaFile.Length > 0 && !File.Exists(options.CaFile))
        {
            yield return $"Api:oidc:caFile '{options.CaFile}' does not exist.";
        }
    }

    private static IEnumerable<string> Client(OidcOptions options)
    {
        if (options.ClientId.Length == 0)
        {
            yield return "Api:oidc:clientId is missing: it is the name under which the provider knows Holdfast.";
        }

        if (options.ClientSecretFile.Length > 0 && !(File.Exists(options.ClientSecretFile) && File.ReadAllText(options.ClientSecretFile).Trim().Length > 0))
        {
            yield return $"Api:oidc:clientSecretFile '{options.ClientSecretFile}' does not exist or is empty.";
        }

        if (!options.Scopes.Split(' ').Contains("openid"))
        {
            yield return $"Api:oidc:scopes '{options.Scopes}' lacks openid.";
        }
    }

    private static IEnumerable<string> Users(OidcOptions options)
    {
        if (options.RoleClaim.Length == 0 || options.NameClaim.Length == 0)
        {
            yield return "Api:oidc:roleClaim and Api:oidc:nameClaim must name claims.";
        }

        if (!options.Roles.Each.Any(role => role.Values.Count > 0))
        {
            yield return "Api:oidc:roles gives no role to anybody: set Api:oidc:roles:viewer:0, Api:oidc:roles:operator:0 or Api:oidc:roles:admin:0.";
        }

        if (options.SessionLifetime < Least || options.SessionLifetime > Most)
        {
            yield return $"Api:oidc:sessionLifetime '{options.SessionLifetime}' must be {Least} to {Most}.";
        }
    }
}
