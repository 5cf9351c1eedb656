using System.Globalization;

namespace Holdfast.Benchmarks.Options;

/// <summary>Takes options and words out of a command line; what nobody took is an error.</summary>
internal sealed class ArgumentReader(IReadOnlyList<string> arguments)
{
    private readonly List<string> _rest = [.. arguments];

    /// <summary>Whether the switch is there.</summary>
    public bool Switch(string name) => _rest.Remove(name);

    /// <summary>An option's value, or null.</summary>
    public string? Optional(string name)
    {
        var at = _rest.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        if (at + 1 >= _rest.Count || _rest[at + 1].StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException($"{name} needs a value");
        }

        var value = _rest[at + 1];
        _rest.RemoveRange(at, 2);
        return value;
    }

    /// <summary>An option's value; it must be there.</summary>
    public string Text(string name) => Optional(name) ?? throw new UsageException($"{name} is missing");

    /// <summary>An option's value as a whole number of at least 0.</summary>
    public long Number(string name, long otherwise) => Optional(name) is not { } text
        ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"{name} needs a whole number, not '{text}'");

    /// <summary>The next word that is no option, or null. To be called after all options are taken, or for the first word.</summary>
    public string? Word()
    {
        if (_rest.Count == 0 || _rest[0].StartsWith("--", StringComparison.Ordinal))
        {
            return null;
        }

        var word = _rest[0];
        _rest.RemoveAt(0);
        return word;
    }

    /// <summary>Refuses whatever is left.</summary>
    public void End()
    {
        if (_rest.Count > 0)
        {
            throw new UsageException($"unknown argument '{_rest[0]}'");
        }
    }
}
