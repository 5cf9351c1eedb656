using Holdfast.Contracts.Runs;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Runs;

public sealed partial class RunExecutor
{
    [LoggerMessage(1, LogLevel.Information, "{Component}: {Step} in run {Run} was stopped with its operation")]
    private partial void Stopped(string component, RunStep step, Guid run);

    [LoggerMessage(2, LogLevel.Warning, "{Component}: {Step} in run {Run} failed")]
    private partial void Failed(Exception exception, string component, RunStep step, Guid run);

    [LoggerMessage(3, LogLevel.Information, "{Component}: {Step} of command {Run} is not wanted: {Reason}")]
    private partial void Refused(string component, RunStep step, Guid run, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Component}: nobody answers whether {Step} of command {Run} is wanted, asking again")]
    private partial void Unanswered(string component, RunStep step, Guid run);

    [LoggerMessage(5, LogLevel.Warning, "{Component}: whether {Step} of command {Run} is wanted could not be found out, asking again")]
    private partial void ClaimFailed(Exception exception, string component, RunStep step, Guid run);

    [LoggerMessage(7, LogLevel.Warning, "The broker has not confirmed {Event} of {Component} in run {Run}, publishing it again")]
    private partial void Unconfirmed(string @event, string component, Guid run);

    [LoggerMessage(8, LogLevel.Information, "{Component}: {Step} in run {Run} begins, attempt {Attempt}")]
    private partial void Begins(string component, RunStep step, Guid run, int attempt);

    [LoggerMessage(9, LogLevel.Information, "{Component}: {Step} in run {Run} is done")]
    private partial void Done(string component, RunStep step, Guid run);
}
