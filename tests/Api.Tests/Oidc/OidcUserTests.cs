using System.Security.Claims;
using Holdfast.Api.Sessions.Oidc;

namespace Holdfast.Api.Tests.Oidc;

/// <summary>Providers tell roles in different shapes.</summary>
public sealed class OidcUserTests
{
    [Theory]
    [InlineData("groups", "groups=a|groups=b", "a|b")]
    [InlineData("groups", """groups=["a","b",7]""", "a|b")]
    [InlineData("groups", "groups=[not json", "[not json")]
    [InlineData("https://example.org/roles", "https://example.org/roles=a", "a")]
    [InlineData("realm_access.roles", """realm_access={"roles":["a","b"]}""", "a|b")]
    [InlineData("resource_access.holdfast.roles", """resource_access={"holdfast":{"roles":["a"]},"other":{"roles":["b"]}}""", "a")]
    [InlineData("resource_access.holdfast.roles", """resource_access={"other":{"roles":["b"]}}""", "")]
    [InlineData("realm_access.roles", "realm_access=7", "")]
    [InlineData("groups", "others=a", "")]
    public void The_values_of_a_claim_are_found(string claim, string claims, string values)
    {
        var identity = new ClaimsIdentity(claims.Split('|').Select(one => new Claim(one[..one.IndexOf('=', StringComparison.Ordinal)], one[(one.IndexOf('=', StringComparison.Ordinal) + 1)..])));
        Assert.Equal(values, string.Join('|', OidcUser.Values(new ClaimsPrincipal(identity), claim)));
    }
}
