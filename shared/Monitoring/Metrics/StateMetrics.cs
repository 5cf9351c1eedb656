using Holdfast.Hosting.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Monitoring.Metrics;

/// <summary>Keeps the <see cref="StateSnapshot"/> that metrics are read from; each scrape has it read anew.</summary>
internal sealed partial class StateMetrics(
    StateSnapshotReader reader, IOptions<PlatformOptions> platform, TimeProvider clock, ILogger<StateMetrics> log) : IDisposable
{
    /// <summary>Scrapes that come closer together share what was read.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Below the ten seconds after which scrapes are given up by default.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ILogger _log = log;
    private long? _readAt;

    /// <summary>Null while the state database cannot be read: no figure is better than an old one.</summary>
    public StateSnapshot? Current { get; private set; }

    /// <summary>Reads anew, unless that was done a moment ago. Does not fail.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_readAt is { } at && clock.GetElapsedTime(at) < Fresh)
            {
                return;
            }

            using var limit = new CancellationTokenSource(Limit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            Current = await reader.ReadAsync(platform.Value.Namespace, either.Token);
            _readAt = clock.GetTimestamp();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Current = null;
            Unreadable(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(1, LogLevel.Warning, "The state database could not be read for metrics")]
    private partial void Unreadable(Exception exception);
}
