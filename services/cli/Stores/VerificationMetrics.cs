using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Cli.Stores;

/// <summary>How the last verification ended, as a file for the textfile collector of Prometheus's node exporter (docs/metrics.md).</summary>
/// <remarks>When one ends badly the instant of the last success stays. One that does not end writes nothing, so its age tells of it.</remarks>
internal sealed partial record VerificationMetrics
{
    private const string LastSuccess = "holdfast_verification_last_success_timestamp_seconds";

    public required string Namespace { get; init; }

    /// <summary>The backup's own.</summary>
    public required DateTimeOffset Backup { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    public required long BytesRead { get; init; }

    public required int Problems { get; init; }

    /// <summary>Replaces the file at once: whoever reads it meanwhile sees the one before.</summary>
    public void Write(string path)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(unfinished, Text(Problems == 0 ? Seconds(EndedAt) : Earlier(path)));
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static string Earlier(string path) => File.Exists(path) && SuccessPattern().Match(File.ReadAllText(path)) is { Success: true } match ? match.Groups[1].Value : "0";

    private static string Seconds(DateTimeOffset instant) => $"{instant.ToUnixTimeSeconds()}";

    private string Text(string lastSuccess)
    {
        (string Name, string Value)[] metrics =
        [
            (LastSuccess, lastSuccess),
            ("holdfast_verification_last_end_timestamp_seconds", Seconds(EndedAt)),
            ("holdfast_verification_last_succeeded", Problems == 0 ? "1" : "0"),
            ("holdfast_verification_last_problems", $"{Problems}"),
            ("holdfast_verification_last_duration_seconds", Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
            ("holdfast_verification_last_read_bytes", $"{BytesRead}"),
            ("holdfast_verification_backup_timestamp_seconds", Seconds(Backup)),
        ];
        return string.Concat(metrics.Select(metric => $"# TYPE {metric.Name} gauge\n{metric.Name}{{namespace=\"{Namespace}\"}} {metric.Value}\n"));
    }

    [GeneratedRegex($@"^{LastSuccess}\{{.*\}} (\d+)$", RegexOptions.Multiline)]
    private static partial Regex SuccessPattern();
}
