using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>The calls about logging in through a provider, described.</summary>
internal static class OidcDescriptions
{
    private const string Group = "Sessions";

    public static CallDescription Ways { get; } = new()
    {
        Id = "listLoginWays",
        Group = Group,
        Summary = "How one can log in",
        Answers =
        [
            new(
                200,
                "The ways.",
                typeof(LoginWaysAnswer),
                ("key only", """{"key":true}"""),
                ("provider", """{"key":true,"oidc":{"name":"Keycloak","start":"/api/login/oidc"}}""")),
        ],
    };

    public static CallDescription Start { get; } = new()
    {
        Id = "startOidcLogin",
        Group = Group,
        Summary = "Log in through the identity provider",
        Details = "For browsers: leads to the provider and from there back to Holdfast, where the session begins. What goes wrong is told as a page.",
        Parameters = [CallParameter.Query("returnTo", "The page to go to in the end: a path of this server.", Schemas.Text, "/")],
        Answers = [new(302, "To the provider.", null)],
        Refusals = [new(404, "no identity provider is configured (Api:oidc:authority)"), new(502, OidcProblem.Silent)],
    };
}
