using Microsoft.Extensions.Logging;

namespace Holdfast.State.Outbox;

internal sealed partial class OutboxDispatcher
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Warning, "Messages could not be dispatched, trying again in a second")]
    private partial void DispatchFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Message {Id} could not be sent to {Destination} ({Attempts} times)")]
    private partial void SendFailed(Exception exception, long id, string destination, int attempts);

    [LoggerMessage(3, LogLevel.Error, "Message {Id} to {Destination} was dropped: it could not be sent for over an hour")]
    private partial void GaveUp(long id, string destination);
}
