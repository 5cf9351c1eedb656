using System.Text.RegularExpressions;
using Holdfast.TestServers.Sources;

namespace Holdfast.Monitoring.Tests.Alerts;

/// <summary>Every alert rule is proved to fire and to stay quiet; and that each proof can fail is proved by spoiling the rule.</summary>
public sealed partial class AlertRuleTests
{
    private const string CaseStart = "  - interval:";

    private static readonly string Folder = Path.Combine(SourceFolder.Root, "deploy", "prometheus");

    private static readonly string Rules = File.ReadAllText(Path.Combine(Folder, "holdfast-alerts.yml"));

    public static TheoryData<string> Alerts => [.. AlertPattern().Matches(Rules).Select(match => match.Groups[1].Value)];

    [Fact]
    public async Task Prometheus_accepts_the_rules()
    {
        Promtool.Need();
        var (content, said) = await Promtool.RunAsync("check", "rules", Path.Combine(Folder, "holdfast-alerts.yml"));
        Assert.True(content, said);
        Assert.NotEmpty(Alerts);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task Each_alert_fires_and_stays_quiet_as_it_should(string alert)
    {
        Promtool.Need();

        await HoldsAsync(true, "fires.yml", alert, Rules);
        await HoldsAsync(true, "quiet.yml", alert, Rules);
        await HoldsAsync(false, "fires.yml", alert, Spoil(alert, "vector(0) > 1"));
        await HoldsAsync(false, "quiet.yml", alert, Spoil(alert, "vector(1)"));
    }

    private static async Task HoldsAsync(bool expected, string file, string alert, string rules)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-rules-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "tests"));
            var test = Path.Combine(folder.FullName, "tests", file);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "holdfast-alerts.yml"), rules);
            await File.WriteAllTextAsync(test, CaseOf(file, alert));
            var (content, said) = await Promtool.RunAsync("test", "rules", test);
            Assert.True(content == expected, $"{file} of {alert} {(content ? "passes although the rule is spoilt" : "fails")}:\n{said}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The file with the one case of an alert.</summary>
    private static string CaseOf(string file, string alert)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, "tests", file)).Split(CaseStart);
        var own = Assert.Single(parts.Skip(1), part => part.Contains($"alertname: {alert}\n", StringComparison.Ordinal));
        return $"{parts[0]}{CaseStart}{own}";
    }

    /// <summary>The rules with another expression for an alert, without a delay.</summary>
    private static string Spoil(string alert, string expression)
    {
        var parts = Rules.Split("      - alert: ");
        return string.Join("      - alert: ", parts.Select(part => part.StartsWith($"{alert}\n", StringComparison.Ordinal)
            ? $"{alert}\n        expr: {expression}\n{part[part.IndexOf("        labels:", StringComparison.Ordinal)..]}"
            : part));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertPattern();
}
