namespace Holdfast.ObjectStores.Throttling;

/// <summary>Keeps an average rate: whoever takes an amount waits until what was taken before him is paid off.</summary>
/// <remarks>So the first never waits, however much he takes, and an idle time is not saved up for later. Thread-safe and in order.</remarks>
public sealed class Pace
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly double? _perSecond;
    private readonly long _start;
    private TimeSpan _paidOff;

    /// <param name="perSecond">The rate, more than 0; null means without limit.</param>
    /// <param name="time">The clock.</param>
    public Pace(double? perSecond, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (perSecond is not (null or > 0 and < double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, "A rate is more than 0, or null for no limit.");
        }

        (_perSecond, _time, _start) = (perSecond, time, time.GetTimestamp());
    }

    /// <summary>Takes <paramref name="amount"/>, 0 or more, and returns when it is this caller's turn.</summary>
    public async ValueTask TakeAsync(long amount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        cancellationToken.ThrowIfCancellationRequested();
        if (_perSecond is not { } rate || amount == 0)
        {
            return;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = _time.GetElapsedTime(_start);
            var turn = _paidOff > now ? _paidOff : now;
            _paidOff = turn + TimeSpan.FromSeconds(amount / rate);
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
    }
}
