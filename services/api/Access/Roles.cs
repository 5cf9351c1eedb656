using Microsoft.AspNetCore.Authorization;

namespace Holdfast.Api.Access;

/// <summary>What a key allows; each role includes the ones before it. The names are also those of the authorization policies.</summary>
internal static class Roles
{
    /// <summary>Looks at everything but keys and the audit log.</summary>
    public const string Viewer = "viewer";

    /// <summary>Also starts and cancels backups, and tries restores without changing anything.</summary>
    public const string Operator = "operator";

    /// <summary>Also restores, undoes, deletes, and manages keys and components.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Admin];

    /// <summary>One policy a role; a call that names none needs at least a valid key.</summary>
    public static void Configure(AuthorizationOptions options)
    {
        for (var least = 0; least < All.Count; least++)
        {
            var enough = All.Skip(least).ToArray();
            options.AddPolicy(All[least], policy => policy.RequireRole(enough));
        }

        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }
}
