using System.Security.Claims;
using System.Text.Json;
using Holdfast.Hosting.Api;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>Somebody the provider vouches for.</summary>
/// <param name="Name">For the audit log, such as <c>oidc:alice</c>; no API key can have a name with a colon.</param>
/// <param name="Subject">What the provider knows the user by, which never changes.</param>
/// <param name="RoleValues">Those of the provider's values that give a role.</param>
internal sealed record OidcUser(string Name, string Subject, IReadOnlyList<string> RoleValues)
{
    private const int LongestName = 100;

    /// <summary>Reads the ID token's claims.</summary>
    public static OidcUser Of(ClaimsPrincipal principal, OidcOptions options)
    {
        var subject = Plain(principal.FindFirstValue("sub") ?? "unknown");
        var name = principal.FindFirstValue(options.NameClaim) is { Length: > 0 } given ? Plain(given) : subject;
        return new OidcUser($"oidc:{name}", subject, options.Roles.Known(Values(principal, options.RoleClaim)));
    }

    /// <summary>The values of a claim: it may be one, several, or a list within an object that the name leads to.</summary>
    internal static IEnumerable<string> Values(ClaimsPrincipal principal, string claim)
    {
        var own = principal.FindAll(claim).SelectMany(found => Texts(found.Value)).ToList();
        var dot = claim.IndexOf('.', StringComparison.Ordinal);
        return own.Count > 0 || dot <= 0
            ? own
            : principal.FindAll(claim[..dot]).SelectMany(found => Inside(found.Value, claim[(dot + 1)..].Split('.')));
    }

    private static IEnumerable<string> Inside(string json, string[] path)
    {
        if (Parse(json) is not { } found)
        {
            return [];
        }

        foreach (var part in path)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(part, out found))
            {
                return [];
            }
        }

        return Texts(found);
    }

    /// <summary>A list of one comes as a text, one of several as several claims, and within an object as JSON.</summary>
    private static IEnumerable<string> Texts(string value) => value.StartsWith('[') && Parse(value) is { } list ? Texts(list) : [value];

    private static IEnumerable<string> Texts(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.String => [found.GetString()!],
        JsonValueKind.Array => [.. found.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
        _ => [],
    };

    private static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null; // another kind of claim
        }
    }

    private static string Plain(string text)
    {
        var plain = string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
        return plain.Length > LongestName ? plain[..LongestName] : plain;
    }
}
