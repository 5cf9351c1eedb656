using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.TestServers.Sources;

namespace Holdfast.Standalone.Tests.Metrics;

/// <summary>The files of <c>deploy/</c>, which an operator gives to Prometheus and Grafana.</summary>
internal static partial class Deployment
{
    /// <summary>Metrics that are told of running operations only.</summary>
    public static IReadOnlyList<string> WhileRunning { get; } = ["holdfast_operation_started_timestamp_seconds", "holdfast_operation_components"];

    /// <summary>Metrics of a broker's queues, which the tests of the separate services scrape.</summary>
    public static IReadOnlyList<string> OnABroker { get; } =
        ["holdfast_broker_readable", "holdfast_queue_messages", "holdfast_queue_consumers", "holdfast_error_queue_messages"];

    /// <summary>Metrics that the command <c>holdfast store verify</c> writes.</summary>
    public static IReadOnlyList<string> OfVerifications { get; } =
    [
        "holdfast_verification_last_success_timestamp_seconds", "holdfast_verification_last_end_timestamp_seconds", "holdfast_verification_last_succeeded",
        "holdfast_verification_last_problems", "holdfast_verification_last_duration_seconds", "holdfast_verification_last_read_bytes",
        "holdfast_verification_backup_timestamp_seconds",
    ];

    /// <summary>Metrics of drills, which the test that makes one scrapes.</summary>
    public static IReadOnlyList<string> OfDrills { get; } = ["holdfast_drill_last_succeeded"];

    /// <summary>Proves that dashboard and alert rules use no metric but these.</summary>
    public static void UsesOnly(IReadOnlyCollection<string> names)
    {
        var dashboard = Read("grafana/holdfast.json");
        using var parsed = JsonDocument.Parse(dashboard);
        Assert.NotEmpty(parsed.RootElement.GetProperty("panels").EnumerateArray());
        foreach (var file in new[] { dashboard, Read("prometheus/holdfast-alerts.yml") })
        {
            var used = NamePattern().Matches(file).Select(match => match.Value).ToHashSet();
            Assert.NotEmpty(used);
            Assert.Empty(used.Except(names));
        }
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(SourceFolder.Root, "deploy", file));

    [GeneratedRegex("holdfast_[a-z_]+")]
    private static partial Regex NamePattern();
}
