using System.Collections.Concurrent;
using Holdfast.Engine.Objects;
using Holdfast.Hosting.Stores;
using Microsoft.Extensions.Logging;

namespace Holdfast.StoreAccess.Staging;

/// <summary>Keeps what waits in the staging area below a limit, together with the other processes that share it: by looking at what lies there.</summary>
/// <remarks>
/// Whoever waits here does not read its source; the uploader makes room. A limit alone could lock up: when every worker holds a pack that it
/// cannot fill because something else of it waits for room. So when nothing moves any more and nothing of this process is on its way to the
/// store, one pack gets through all the same.
/// </remarks>
/// <param name="staging">Where it lies.</param>
/// <param name="limit">In bytes.</param>
/// <param name="emptiesDisk">Whether storing makes room on a full disk. In a directory store it does not: there a put is a rename.</param>
/// <param name="clock">Measures standstills.</param>
/// <param name="logger">Is told of pauses.</param>
internal sealed partial class StagingSpace(
    StagingArea staging, long limit, Func<bool> emptiesDisk, TimeProvider clock, ILogger<StagingSpace> logger) : IStagingSpace, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>A disk that fills up again and again is told of so often.</summary>
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMinutes(1);

    /// <summary>Nothing moves when nothing has changed for so long.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    /// <summary>Files that are being written, with what they will have in the end.</summary>
    private readonly ConcurrentDictionary<string, long> _open = new(StringComparer.Ordinal);

    /// <summary>Held by whoever waits for room, so that the others come after it.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private int _leaving;
    private long _toldFullAt;

    public async ValueTask<IDisposable> ReserveAsync(string path, long bytes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var watch = new StandstillWatch(clock);
            while (StagedFiles.Look(staging.Root, _open) is { Bytes: > 0 } look && look.Bytes + bytes > limit)
            {
                if (!watch.HasBegun)
                {
                    LogWaiting(staging.Root, look.Bytes, limit);
                }

                if (MayPass(watch, look))
                {
                    break;
                }

                await Task.Delay(BetweenLooks, clock, cancellationToken);
            }

            if (watch.HasBegun)
            {
                LogGoesOn(staging.Root, watch.Since.TotalSeconds);
            }

            return new Room(_open, path, bytes);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!emptiesDisk())
        {
            return false;
        }

        if (_toldFullAt == 0 || clock.GetElapsedTime(_toldFullAt) > BetweenNotices)
        {
            _toldFullAt = clock.GetTimestamp();
            LogFull(staging.Root);
        }

        var watch = new StandstillWatch(clock);
        var before = StagedFiles.Look(staging.Root, _open);
        while (StagedFiles.Look(staging.Root, _open) is var look && look == before)
        {
            if (MayPass(watch, look))
            {
                return false;
            }

            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }

        return true;
    }

    /// <summary>Something is on its way to the store until the answer is disposed: room will come.</summary>
    public IDisposable Leaving()
    {
        Interlocked.Increment(ref _leaving);
        return new Departure(this);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Whether waiting is in vain.</summary>
    private bool MayPass(StandstillWatch watch, StagedFiles look) => watch.Stood(look) >= Standstill && Volatile.Read(ref _leaving) == 0;

    [LoggerMessage(5111, LogLevel.Warning, "{Bytes} bytes of {Limit} wait in '{Staging}' to be stored: reading pauses until the store has taken some of them")]
    private partial void LogWaiting(string staging, long bytes, long limit);

    [LoggerMessage(5112, LogLevel.Information, "There is room in '{Staging}' again after {Seconds:0} seconds: reading goes on")]
    private partial void LogGoesOn(string staging, double seconds);

    [LoggerMessage(5113, LogLevel.Warning, "The disk of '{Staging}' is full: reading pauses while the store takes something from there")]
    private partial void LogFull(string staging);

    private sealed class Departure(StagingSpace space) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                Interlocked.Decrement(ref space._leaving);
            }
        }
    }
}
