namespace Holdfast.Benchmarks.Results;

/// <summary>Collects the measurements of one benchmark and makes results of them, in the order in which the steps first came.</summary>
/// <param name="name">The benchmark.</param>
internal sealed class Recorder(string name)
{
    private readonly Dictionary<(string Step, string Tool), List<Measurement>> _measured = [];
    private readonly Dictionary<(string Step, string Tool), long> _live = [];
    private readonly Dictionary<string, List<long>> _changed = [];
    private readonly List<string> _steps = [];
    private readonly List<string> _tools = [];

    /// <summary>The benchmark.</summary>
    public string Name => name;

    public void Add(string step, string tool, Measurement measurement)
    {
        if (!_steps.Contains(step))
        {
            _steps.Add(step);
        }

        if (!_tools.Contains(tool))
        {
            _tools.Add(tool);
        }

        if (!_measured.TryGetValue((step, tool), out var measurements))
        {
            _measured[(step, tool)] = measurements = [];
        }

        measurements.Add(measurement);
    }

    /// <summary>Says how many bytes of the source changed before a step.</summary>
    public void AddChange(string step, long bytes)
    {
        if (!_changed.TryGetValue(step, out var changes))
        {
            _changed[step] = changes = [];
        }

        changes.Add(bytes);
    }

    /// <summary>Says how many stored bytes are in use after a step.</summary>
    public void AddLive(string step, string tool, long bytes) => _live[(step, tool)] = bytes;

    /// <summary>All results, with ratios to <paramref name="reference"/>; the tools in the order in which they first came.</summary>
    public IReadOnlyList<Result> Results(string reference) =>
    [
        .. from step in _steps
           from tool in _tools
           where _measured.ContainsKey((step, tool))
           select Of(step, tool, reference),
    ];

    private Result Of(string step, string tool, string reference)
    {
        var measurements = _measured[(step, tool)];
        var seconds = Median(measurements, one => one.Usage.Seconds);
        double? ratio = _measured.TryGetValue((step, reference), out var ours) ? Median(ours, one => one.Usage.Seconds) / seconds : null;
        return new Result(
            name, step, tool, Math.Round(seconds, 3), Math.Round(Median(measurements, one => one.Usage.CpuSeconds), 3),
            (long)Median(measurements, one => one.Usage.PeakBytes),
            measurements[0].StoredBytes is null ? null : (long)Median(measurements, one => one.StoredBytes ?? 0),
            measurements[0].Objects is null ? null : (long)Median(measurements, one => one.Objects ?? 0),
            ratio is { } value ? Math.Round(value, 3) : null)
        {
            ChangedBytes = _changed.TryGetValue(step, out var changes) ? (long)Median(changes, one => one) : null,
            LiveBytes = _live.TryGetValue((step, tool), out var live) ? live : null,
        };
    }

    private static double Median<T>(List<T> values, Func<T, double> select)
    {
        var sorted = values.Select(select).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
