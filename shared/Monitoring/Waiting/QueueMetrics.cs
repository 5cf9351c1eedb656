using Holdfast.Contracts;
using Holdfast.Contracts.Components;
using Holdfast.Monitoring.Metrics;
using Microsoft.Extensions.Logging;

namespace Holdfast.Monitoring.Waiting;

/// <summary>Keeps what the broker said last of the queues of Holdfast.</summary>
internal sealed partial class QueueMetrics(BrokerQueues broker, TimeProvider clock, ILogger<QueueMetrics> log) : IDisposable
{
    /// <summary>Scrapes that come closer together share what was read: a broker has other things to do.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>With the state's five seconds below the ten after which scrapes are given up by default.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ILogger _log = log;
    private long? _readAt;

    /// <summary>Whether there is a broker; in one process there is none.</summary>
    public bool Any => broker.Any;

    /// <summary>Null while the broker does not answer.</summary>
    public IReadOnlyList<QueueDepth>? Current { get; private set; }

    /// <summary>Asks anew, unless that was done a moment ago. Does not fail.</summary>
    /// <param name="components">Those the volumes among which have queues of their own.</param>
    public async Task RefreshAsync(IEnumerable<ComponentFacts> components, CancellationToken cancellationToken)
    {
        if (!Any)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_readAt is { } at && clock.GetElapsedTime(at) < Fresh)
            {
                return;
            }

            var volumes = components.Select(one => one.Component).Where(component => component.Kind == ComponentKind.Volume);
            using var limit = new CancellationTokenSource(Limit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            Current = await broker.ReadAsync([.. Queues.Fixed, .. volumes.Select(Queues.For)], either.Token);
            _readAt = clock.GetTimestamp();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            (Current, _readAt) = (null, clock.GetTimestamp());
            Unreadable(exception.GetBaseException().Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(1, LogLevel.Warning, "The broker does not tell how full its queues are: {Reason}")]
    private partial void Unreadable(string reason);
}
