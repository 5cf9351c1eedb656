using Microsoft.Extensions.Logging;

namespace Holdfast.Scheduler.Watch;

internal sealed partial class Watchdog
{
    [LoggerMessage(1, LogLevel.Warning, "The watchdog could not look after the operations, trying again")]
    private partial void LookFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Operation {Operation} was not finished when this process started, resuming it")]
    private partial void Resuming(Guid operation);

    [LoggerMessage(3, LogLevel.Warning, "{Component} of operation {Operation}: {Reason}")]
    private partial void FellSilent(string component, Guid operation, string reason);
}
