using System.Text.Json;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Results;
using Xunit;

namespace Holdfast.Benchmarks.Tests.Results;

public class RecorderTests
{
    [Fact]
    public void Results_are_medians_with_the_ratio_to_the_reference()
    {
        var recorder = new Recorder("mixed");
        foreach (var seconds in (double[])[9, 2, 4])
        {
            recorder.Add("first", "ours", Seconds(seconds));
            recorder.Add("first", "theirs", Seconds(seconds * 2));
        }

        var results = recorder.Results("ours");
        Assert.Equal([4, 8], results.Select(result => result.Seconds));
        Assert.Equal([1, 0.5], results.Select(result => result.Ratio ?? 0));
    }

    [Fact]
    public void Without_the_reference_there_is_no_ratio()
    {
        var recorder = new Recorder("mixed");
        recorder.Add("first", "theirs", Seconds(1));
        Assert.Null(Assert.Single(recorder.Results("ours")).Ratio);
    }

    [Fact]
    public void Json_has_exactly_the_promised_fields()
    {
        var recorder = new Recorder("mixed");
        recorder.Add("first", "ours", Seconds(1));
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(recorder.Results("ours")[0], ResultJson.Default.Result));
        Assert.Equal(
            ["name", "step", "tool", "seconds", "cpuSeconds", "peakBytes", "storedBytes", "objects", "ratio"],
            json.RootElement.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public void Table_shows_peers_with_the_quotient_of_each_figure()
    {
        var recorder = new Recorder("mixed");
        recorder.Add("first", "ours", new Measurement(new Usage(1, 2, 30_000_000), 4_000_000, 5));
        recorder.Add("first", "theirs", new Measurement(new Usage(2, 8, 300_000_000), 5_000_000, 50));
        var lines = ResultTable.Of(recorder.Results("ours"), "ours").Split('\n');
        Assert.Equal(
            ["", "", "theirs", "2.00", "×0.50", "8.00", "×0.25", "300", "×0.10", "5.00", "×0.80", "50", "×0.10", ""],
            lines[3].TrimEnd('\r').Split('|').Select(cell => cell.Trim()));
    }

    private static Measurement Seconds(double seconds) => new(new Usage(seconds, seconds, 1), 1, 1);
}
