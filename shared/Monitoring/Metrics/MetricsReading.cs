using Holdfast.Monitoring.Waiting;

namespace Holdfast.Monitoring.Metrics;

/// <summary>Reads all that metrics are told from: the state, then the queues, since the state knows which there are.</summary>
internal sealed class MetricsReading(StateMetrics state, QueueMetrics queues)
{
    /// <summary>Reads anew what is not fresh. Does not fail.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await state.RefreshAsync(cancellationToken);
        await queues.RefreshAsync(state.Current?.Components ?? [], cancellationToken);
    }
}
