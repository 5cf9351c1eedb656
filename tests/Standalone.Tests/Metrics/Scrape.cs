using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Standalone.Tests.Metrics;

/// <summary>What <c>/metrics</c> answered.</summary>
internal sealed partial class Scrape
{
    private readonly IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Labels, double Value)> _series;

    public Scrape(string text) => _series =
    [
        .. from line in text.Split('\n')
           let match = LinePattern().Match(line)
           where match.Success
           select (
               match.Groups["name"].Value,
               (IReadOnlyDictionary<string, string>)LabelPattern().Matches(match.Groups["labels"].Value)
                   .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value),
               double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)),
    ];

    public IEnumerable<string> Names => _series.Select(series => series.Name).Distinct();

    /// <summary>How many series the names of which begin so.</summary>
    public int Count(string prefix) => _series.Count(series => series.Name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The value of the one series with this name and at least these labels; null when there is none.</summary>
    /// <param name="series">Such as <c>holdfast_backups status=success</c>.</param>
    public double? this[string series]
    {
        get
        {
            var parts = series.Split(' ');
            var wanted = parts.Skip(1).Select(label => label.Split('=')).ToList();
            var found = _series.Where(one => one.Name == parts[0] && wanted.All(label => one.Labels.GetValueOrDefault(label[0]) == label[1])).ToList();
            Assert.True(found.Count <= 1, $"{series} names {found.Count} series.");
            return found.Count == 0 ? null : found[0].Value;
        }
    }

    /// <summary>As <c>name{labels} value</c>, those that no restart may change.</summary>
    public IReadOnlyList<string> Lasting(params string[] names) =>
    [
        .. from series in _series
           where names.Contains(series.Name)
           let labels = series.Labels.OrderBy(label => label.Key).Where(label => !label.Key.StartsWith("otel_", StringComparison.Ordinal))
           let text = $"{series.Name}{{{string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"))}}} {series.Value.ToString(CultureInfo.InvariantCulture)}"
           orderby text
           select text,
    ];

    [GeneratedRegex("""\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>[-+0-9.eE]+|NaN|[+-]Inf)( \d+)?\z""")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"([a-zA-Z_][a-zA-Z0-9_]*)=""((?:[^""\\]|\\.)*)""")]
    private static partial Regex LabelPattern();
}
