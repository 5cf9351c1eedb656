using Holdfast.Hosting.Api;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>Finds out where a user ends the session with the identity provider.</summary>
internal sealed class ProviderLogout(IOptions<ApiOptions> api, IOptionsMonitor<OpenIdConnectOptions> provider, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <returns>Null when the provider has no such page, or does not tell.</returns>
    public async Task<string?> UrlAsync(CancellationToken cancellationToken)
    {
        if (!api.Value.Oidc.Enabled)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var known = await provider.Get(OidcLogin.Scheme).ConfigurationManager!.GetConfigurationAsync(either.Token);
            return string.IsNullOrEmpty(known.EndSessionEndpoint) ? null : QueryHelpers.AddQueryString(known.EndSessionEndpoint, "client_id", api.Value.Oidc.ClientId);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // Holdfast's own session has ended all the same
        }
    }
}
