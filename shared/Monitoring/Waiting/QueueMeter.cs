using System.Diagnostics.Metrics;
using Holdfast.Contracts;
using Holdfast.Hosting.Platform;
using Microsoft.Extensions.Options;

namespace Holdfast.Monitoring.Waiting;

/// <summary>The queues of the broker as instruments. While it does not answer there is only <c>holdfast_broker_readable</c> 0.</summary>
internal sealed class QueueMeter
{
    public const string Name = "Holdfast.Queues";

    private readonly QueueMetrics _queues;
    private readonly string _namespace;

    public QueueMeter(IMeterFactory meters, QueueMetrics queues, IOptions<PlatformOptions> platform)
    {
        (_queues, _namespace) = (queues, platform.Value.Namespace);
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("holdfast.broker.readable", () => queues.Any ? [Of(queues.Current is null ? 0 : 1)] : Array.Empty<Measurement<long>>());
        meter.CreateObservableGauge("holdfast.queue.messages", () => Each(depth => depth.Ready, name => name));
        meter.CreateObservableGauge("holdfast.queue.consumers", () => Each(depth => depth.Consumers, name => name));
        meter.CreateObservableGauge("holdfast.error_queue.messages", () => Each(depth => depth.Errors, Queues.Errors));
    }

    private IEnumerable<Measurement<long>> Each(Func<QueueDepth, long> value, Func<string, string> name) =>
        (_queues.Current ?? []).Select(depth => Of(value(depth), KeyValuePair.Create("queue", (object?)name(depth.Queue))));

    private Measurement<long> Of(long value, params KeyValuePair<string, object?>[] tags) => new(value, [KeyValuePair.Create("namespace", (object?)_namespace), .. tags]);
}
