namespace Holdfast.Hosting.Api;

/// <summary>Which values of the provider's claim give which role. Whoever has several gets the greatest, whoever has none does not get in.</summary>
public sealed class OidcRoles
{
    public IList<string> Viewer { get; } = [];

    public IList<string> Operator { get; } = [];

    public IList<string> Admin { get; } = [];

    /// <summary>The role's name and what gives it, the least role first.</summary>
    public IEnumerable<(string Role, IList<string> Values)> Each => [("viewer", Viewer), ("operator", Operator), ("admin", Admin)];

    /// <summary>Those of these values that give anything.</summary>
    public IReadOnlyList<string> Known(IEnumerable<string> values) => [.. values.Distinct().Where(value => Each.Any(role => role.Values.Contains(value)))];

    /// <summary>The greatest role that these values give; null when they give none.</summary>
    public string? Of(IReadOnlyCollection<string> values) => Each.LastOrDefault(role => role.Values.Any(values.Contains)).Role;
}
