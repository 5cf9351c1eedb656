using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Holdfast.Contracts.Components;

/// <summary>One database or one volume of the platform, in text <c>db/airflow</c> or <c>volume/gitserver</c>.</summary>
/// <remarks>
/// The name is the operator's name for the component, not the database's own: it is part of object keys, queue names and status
/// texts, so it has 1 to 100 letters, digits, dots, dashes and underscores and starts with a letter or digit.
/// </remarks>
[JsonConverter(typeof(ComponentIdJsonConverter))]
public sealed partial record ComponentId : IComparable<ComponentId>
{
    /// <exception cref="FormatException">The name cannot be a component name.</exception>
    public ComponentId(ComponentKind kind, string name)
    {
        if (!IsName(name))
        {
            throw new FormatException($"'{name}' is not a component name: 1 to 100 letters, digits, '.', '-' and '_', starting with a letter or digit.");
        }

        (Kind, Name) = (kind, name);
    }

    public ComponentKind Kind { get; }

    public string Name { get; }

    /// <summary>The kind as it stands in keys and texts: <c>db</c> or <c>volume</c>.</summary>
    public string KindText => Kind == ComponentKind.Database ? "db" : "volume";

    public static ComponentId Database(string name) => new(ComponentKind.Database, name);

    public static ComponentId Volume(string name) => new(ComponentKind.Volume, name);

    /// <summary>Whether a text can be a component's name.</summary>
    public static bool IsName([NotNullWhen(true)] string? name) => name is not null && NamePattern().IsMatch(name);

    /// <summary>Reads <c>kind/name</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ComponentId? component)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var name = slash < 0 ? null : text![(slash + 1)..];
        component = (slash < 0 ? null : text![..slash], IsName(name)) switch
        {
            ("db", true) => Database(name!),
            ("volume", true) => Volume(name!),
            _ => null,
        };
        return component is not null;
    }

    /// <summary>Reads <c>kind/name</c>.</summary>
    /// <exception cref="FormatException">The text is not a component.</exception>
    public static ComponentId Parse(string text) =>
        TryParse(text, out var component)
            ? component
            : throw new FormatException($"'{text}' is not a component such as db/airflow or volume/gitserver.");

    /// <summary>Databases before volumes, then by name.</summary>
    public int CompareTo(ComponentId? other)
    {
        if (other is null)
        {
            return 1;
        }

        return Kind == other.Kind ? string.CompareOrdinal(Name, other.Name) : Kind.CompareTo(other.Kind);
    }

    public override string ToString() => $"{KindText}/{Name}";

    public static bool operator <(ComponentId left, ComponentId right) => left.CompareTo(right) < 0;

    public static bool operator >(ComponentId left, ComponentId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ComponentId left, ComponentId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ComponentId left, ComponentId right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex NamePattern();
}
