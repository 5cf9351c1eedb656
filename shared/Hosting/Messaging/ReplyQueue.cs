using MassTransit;

namespace Holdfast.Hosting.Messaging;

/// <summary>The queue in which the answers to this process's requests arrive.</summary>
/// <remarks>
/// It belongs to the connection: when that breaks, the queue goes, and with it every answer that had not arrived. Whoever waits for one would
/// wait until the request times out; <see cref="Renewed"/> tells to ask again at once.
/// </remarks>
public sealed class ReplyQueue : IReceiveEndpointObserver, IDisposable
{
    private readonly IBus _bus;
    private readonly ConnectHandle _observing;
    private CancellationTokenSource _renewed = new();

    /// <summary>Watches the reply queue of a bus.</summary>
    public ReplyQueue(IBus bus)
    {
        _bus = bus;
        _observing = bus.ConnectReceiveEndpointObserver(this);
    }

    /// <summary>Cancelled when the queue is made anew: no request sent before gets an answer.</summary>
    public CancellationToken Renewed => Volatile.Read(ref _renewed).Token;

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready)
    {
        // Not disposed: requests may still be linked to it, and it holds nothing without a timer.
        return ready.InputAddress == _bus.Address ? Interlocked.Exchange(ref _renewed, new CancellationTokenSource()).CancelAsync() : Task.CompletedTask;
    }

    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        _observing.Disconnect();
        _renewed.Dispose();
    }
}
