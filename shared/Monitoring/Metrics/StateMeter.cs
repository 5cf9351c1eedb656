using System.Diagnostics.Metrics;
using Holdfast.Contracts;
using Holdfast.State.Monitoring;

namespace Holdfast.Monitoring.Metrics;

/// <summary>The figures of the state database as instruments. What is not known is left out, never zero; "never" is the instant zero.</summary>
/// <remarks>Every api of a namespace tells the same, so that they may be read from any one. docs/metrics.md says what each means.</remarks>
internal sealed class StateMeter
{
    public const string Name = "Holdfast.State";

    private const string Seconds = "s";
    private const string Bytes = "By";

    /// <summary>Counters begin at zero, so that the first failure is an increase.</summary>
    private static readonly OperationTotal[] NothingYet =
    [
        .. from kind in new[] { "backup", "restore", "drill" }
           from outcome in new[] { "success", "failed" }
           select new OperationTotal { Namespace = "", Kind = kind, Outcome = outcome, Cause = "" },
    ];

    private readonly Meter _meter;
    private readonly StateMetrics _state;

    public StateMeter(IMeterFactory meters, StateMetrics state)
    {
        (_meter, _state) = (meters.Create(Name), state);
        _meter.CreateObservableGauge("holdfast.state.readable", () => _state.Current is null ? 0 : 1);
        AddBackups();
        AddComponents();
        AddOperations();
        AddDrills();
        AddVerifications();
        AddRetention();
    }

    private void AddBackups()
    {
        Gauge("holdfast.backup.last_success.timestamp", Seconds, state => [(Instant(state.LastSuccess?.EndedAt), [])]);
        Gauge("holdfast.backup.last_end.timestamp", Seconds, state => state.LastEnded is { } ended ? [(Instant(ended.EndedAt), [])] : []);
        Gauge("holdfast.backup.last_succeeded", null, state => state.LastEnded is { } ended ? [(ended.Success ? 1 : 0, [])] : []);
        Gauge("holdfast.backup.last_duration", Seconds, state => state.LastSuccess is { } last ? [((last.EndedAt - last.StartedAt).TotalSeconds, [])] : []);
        Gauge("holdfast.backup.next.timestamp", Seconds, state => state.Next is { } next ? [(Instant(next.UtcDateTime), [])] : []);
        Gauge("holdfast.backup.expected_by.timestamp", Seconds, state => state.ExpectedBy is { } by ? [(Instant(by.UtcDateTime), [])] : []);
        Gauge("holdfast.backups", null, state => state.Backups.Select(count => ((double)count.Value, Tags(("status", count.Key)))));
    }

    private void AddComponents()
    {
        Gauge("holdfast.components.registered", null, state => [(state.Registered, [])]);
        Gauge("holdfast.component.last_success.timestamp", Seconds, state => state.Components.Select(one => (Instant(one.EndedAt), Tags(("component", one.Component.ToString())))));
        Gauge("holdfast.component.last_duration", Seconds, state =>
            from one in state.Components
            where one.Duration is not null
            select (one.Duration!.Value.TotalSeconds, Tags(("component", one.Component.ToString()))));
        Sizes("holdfast.component.logical", Bytes, size => size.LogicalBytes);
        Sizes("holdfast.component.added", Bytes, size => size.AddedBytes);
        Sizes("holdfast.component.stored", Bytes, size => size.StoredBytes);
        Sizes("holdfast.component.files", null, size => size.Files);
        Sizes("holdfast.component.torn_files", null, size => size.TornFiles);
        Sizes("holdfast.component.skipped_files", null, size => size.SkippedFiles);

        void Sizes(string name, string? unit, Func<State.Operations.SnapshotRow, long> size) => Gauge(name, unit, state =>
            from one in state.Components
            let snapshot = one.Snapshot
            where snapshot is not null
            select ((double)size(snapshot!), Tags(("component", one.Component.ToString()))));
    }

    private void AddOperations()
    {
        string[] kinds = ["backup", "restore", "drill"];
        Gauge("holdfast.operations.running", null, state =>
            kinds.Select(kind => ((double)state.Running.Count(running => running.Kind == kind), Tags(("kind", kind)))));
        Gauge("holdfast.operation.started.timestamp", Seconds, state =>
            state.Running.GroupBy(running => running.Kind).Select(kind => (Instant(kind.Min(running => running.StartedAt)), Tags(("kind", kind.Key)))));
        Gauge("holdfast.operation.components", null, state => state.Steps.Select(step => ((double)step.Value, Tags(("state", step.Key)))));
        Gauge("holdfast.outbox.messages", null, state => [(state.Outbox, [])]);
        Counter("holdfast.operations.ended", null, state =>
            from total in state.Ended.Concat(NothingYet)
            group total.Count by (total.Kind, total.Outcome) into same
            select ((double)same.Sum(), Tags(("kind", same.Key.Kind), ("outcome", same.Key.Outcome))));
        Counter("holdfast.operation.failures", null, state =>
            from total in state.Ended
            where total.Outcome == "failed"
            select ((double)total.Count, Tags(("kind", total.Kind), ("reason", total.Cause))));
    }

    /// <summary>Where there was never a drill there is only the instant of the last success, zero, and until when one is expected, if drills are scheduled.</summary>
    private void AddDrills()
    {
        Gauge("holdfast.drill.last_success.timestamp", Seconds, state => [(Instant(state.LastGoodDrill?.EndedAt), [])]);
        Gauge("holdfast.drill.expected_by.timestamp", Seconds, state => state.DrillExpectedBy is { } by ? [(Instant(by.UtcDateTime), [])] : []);
        Gauge("holdfast.drill.last_end.timestamp", Seconds, state => state.LastDrill is { } ended ? [(Instant(ended.EndedAt), [])] : []);
        Gauge("holdfast.drill.last_succeeded", null, state => state.LastDrill is { } ended ? [(ended.Success ? 1 : 0, [])] : []);
        Gauge("holdfast.drill.last_duration", Seconds, state => state.LastGoodDrill is { } last ? [((last.EndedAt - last.StartedAt).TotalSeconds, [])] : []);
    }

    /// <summary>Where none was asked for there is nothing: another machine may tell of its own under the same names.</summary>
    private void AddVerifications()
    {
        Last("holdfast.verification.last_end.timestamp", Seconds, last => Instant(last.EndedAt));
        Last("holdfast.verification.last_succeeded", null, last => last.Problems == 0 ? 1 : 0);
        Last("holdfast.verification.last_problems", null, last => last.Problems);
        Last("holdfast.verification.last_duration", Seconds, last => (last.EndedAt - last.StartedAt).TotalSeconds);
        Last("holdfast.verification.last_read", Bytes, last => last.ReadBytes);
        Last("holdfast.verification.backup.timestamp", Seconds, last => BackupTimestamp.TryParse(last.Timestamp, out var known) ? Instant(known.Instant.UtcDateTime) : 0);
        Gauge("holdfast.verification.last_success.timestamp", Seconds, state => state.LastGoodVerification is { } good ? [(Instant(good.EndedAt), [])] : []);

        void Last(string name, string? unit, Func<EndedVerification, double> value) =>
            Gauge(name, unit, state => state.LastVerification is { } last ? [(value(last), [])] : []);
    }

    private void AddRetention()
    {
        Counter("holdfast.retention.removed", null, state => [(state.Retention?.Removed ?? 0, [])]);
        Counter("holdfast.retention.freed", Bytes, state => [(state.Retention?.FreedBytes ?? 0, [])]);
        Gauge("holdfast.retention.last_sweep.timestamp", Seconds, state => state.Retention is { } swept ? [(Instant(swept.SweptAt), [])] : []);
        Gauge("holdfast.retention.last_sweep_succeeded", null, state => state.Retention is { } swept ? [(swept.Problem is null ? 1 : 0, [])] : []);
    }

    private void Gauge(string name, string? unit, Func<StateSnapshot, IEnumerable<(double Value, KeyValuePair<string, object?>[] Tags)>> values) =>
        _meter.CreateObservableGauge(name, () => Measure(values), unit);

    private void Counter(string name, string? unit, Func<StateSnapshot, IEnumerable<(double Value, KeyValuePair<string, object?>[] Tags)>> values) =>
        _meter.CreateObservableCounter(name, () => Measure(values), unit);

    private IEnumerable<Measurement<double>> Measure(Func<StateSnapshot, IEnumerable<(double Value, KeyValuePair<string, object?>[] Tags)>> values) =>
        _state.Current is { } state
            ? values(state).Select(one => new Measurement<double>(one.Value, [KeyValuePair.Create("namespace", (object?)state.Namespace), .. one.Tags]))
            : [];

    private static double Instant(DateTime? instant) => instant is { } known ? (known - DateTime.UnixEpoch).TotalSeconds : 0;

    private static KeyValuePair<string, object?>[] Tags(params (string Name, string Value)[] tags) =>
        [.. tags.Select(tag => KeyValuePair.Create(tag.Name, (object?)tag.Value))];
}
