using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Holdfast.Engine.Repositories;

/// <summary>The name of one database or volume of the platform, such as <c>db/airflow</c> or <c>volume/gitserver</c>.</summary>
/// <remarks>Names are compared by their characters, case included. Order is that of the kinds, then of the names' characters.</remarks>
public sealed record ComponentName : IComparable<ComponentName>
{
    private const string DatabasePrefix = "db";
    private const string VolumePrefix = "volume";

    /// <summary>Names a component.</summary>
    /// <param name="kind">Database or volume.</param>
    /// <param name="name">Any text that is valid Unicode, not empty and not longer than 255 bytes as it stands in a key.</param>
    /// <exception cref="ArgumentException">The name cannot stand in a key.</exception>
    public ComponentName(ComponentKind kind, string name)
    {
        if (Problem(kind, name) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }

        (Kind, Name) = (kind, name);
    }

    public ComponentKind Kind { get; }

    /// <summary>The name without its kind.</summary>
    public string Name { get; }

    /// <summary><c>db</c> or <c>volume</c>.</summary>
    public string KindText => Kind == ComponentKind.Database ? DatabasePrefix : VolumePrefix;

    public static ComponentName Database(string name) => new(ComponentKind.Database, name);

    public static ComponentName Volume(string name) => new(ComponentKind.Volume, name);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not the name of a component.</exception>
    public static ComponentName Parse(string text) => TryParse(text, out var component)
        ? component
        : throw new FormatException($"'{text}' is not the name of a component; names look like db/airflow or volume/gitserver.");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ComponentName? component)
    {
        component = null;
        if (text is null || text.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0)
        {
            return false;
        }

        var name = text[(slash + 1)..];
        ComponentKind? kind = text[..slash] switch
        {
            DatabasePrefix => ComponentKind.Database,
            VolumePrefix => ComponentKind.Volume,
            _ => null,
        };
        if (kind is null || Problem(kind.Value, name) is not null)
        {
            return false;
        }

        component = new ComponentName(kind.Value, name);
        return true;
    }

    public int CompareTo(ComponentName? other) => other is null ? 1
        : Kind != other.Kind ? Kind.CompareTo(other.Kind)
        : string.CompareOrdinal(Name, other.Name);

    public static bool operator <(ComponentName left, ComponentName right) => left.CompareTo(right) < 0;

    public static bool operator >(ComponentName left, ComponentName right) => left.CompareTo(right) > 0;

    public static bool operator <=(ComponentName left, ComponentName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ComponentName left, ComponentName right) => left.CompareTo(right) >= 0;

    /// <summary>Kind and name joined by a slash, e.g. <c>volume/gitserver</c>. For documents and people; keys have the name escaped.</summary>
    public override string ToString() => $"{KindText}/{Name}";

    private static string? Problem(ComponentKind kind, string name)
    {
        if (!Enum.IsDefined(kind))
        {
            return $"There is no kind of component {kind}.";
        }

        if (string.IsNullOrEmpty(name))
        {
            return "The name of a component must not be empty.";
        }

        if (!IsWellFormed(name))
        {
            return $"The name of component '{name}' is not valid Unicode.";
        }

        return ComponentSegment.Escape(name).Length <= ComponentSegment.MaxLength
            ? null
            : $"The name of component '{name}' is too long: as it stands in a key it may have at most {ComponentSegment.MaxLength} bytes.";
    }

    private static bool IsWellFormed(string name)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (!Rune.TryGetRuneAt(name, at, out var rune))
            {
                return false;
            }

            at += rune.Utf16SequenceLength - 1;
        }

        return true;
    }
}
