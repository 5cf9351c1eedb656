using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>Why a login through the provider failed, in words for who reads the page. Nothing a token holds is in it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">What is wrong, and what to do where that is known.</param>
internal sealed record OidcProblem(int Status, string Reason)
{
    public const string Silent = "the identity provider does not answer; API keys work nevertheless";

    public static OidcProblem Of(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (Known(cause) is { } known)
            {
                return known;
            }
        }

        return failure?.Message.Contains("orrelation", StringComparison.Ordinal) == true || failure?.Message.Contains("state", StringComparison.OrdinalIgnoreCase) == true
            ? new(StatusCodes.Status400BadRequest, "this login was not begun in this browser, or longer than 15 minutes ago")
            : new(StatusCodes.Status401Unauthorized, "the identity provider's answer cannot be used; the log of the api tells more");
    }

    private static OidcProblem? Known(Exception cause) => cause switch
    {
        SecurityTokenExpiredException => Token("has expired: compare the clocks of provider and Holdfast"),
        SecurityTokenNotYetValidException => Token("is not valid yet: compare the clocks of provider and Holdfast"),
        SecurityTokenInvalidAudienceException => Token("is meant for another client than Api:oidc:clientId"),
        SecurityTokenInvalidIssuerException => Token("comes from another issuer than Api:oidc:authority"),
        SecurityTokenInvalidSignatureException => Token("is not signed with a key of the provider"),
        OpenIdConnectProtocolInvalidNonceException => Token("belongs to another login"),
        SecurityTokenException => Token("is not valid"),
        OpenIdConnectProtocolException { Data: var data } when data["error"] is string error => new(StatusCodes.Status403Forbidden, $"the identity provider refused: {Short(error)}"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new(StatusCodes.Status502BadGateway, "no trusted TLS connection to the identity provider could be made (Api:oidc:caFile); API keys work nevertheless"),
        HttpRequestException or TaskCanceledException or IOException => new(StatusCodes.Status502BadGateway, Silent),
        _ => null,
    };

    private static OidcProblem Token(string problem) => new(StatusCodes.Status401Unauthorized, $"the identity provider's token {problem}");

    private static string Short(string text) => text.Length > 100 ? text[..100] : text;
}
