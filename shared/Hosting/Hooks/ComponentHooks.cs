using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Hooks;

/// <summary>Puts a component's hooks around its backup.</summary>
/// <remarks>
/// The lease is written before the hook before is called and taken away after the one after has succeeded, and renewed in between; so the one after is called
/// whatever happens: at the end of the run, or by <see cref="HookRelease"/> when the worker died or the hook failed.
/// </remarks>
internal sealed partial class ComponentHooks(IOptions<HookOptions> options, HookLeases leases, HookCalls calls, TimeProvider clock, ILogger<ComponentHooks> log)
{
    private readonly ILogger _log = log;

    /// <summary>Does the work between the hooks of its component, if it has any.</summary>
    public async Task<RunEvent> AroundAsync(Run run, Func<Run, CancellationToken, Task<RunEvent>> work, CancellationToken cancellationToken)
    {
        if (run.Step != RunStep.Backup || Of(run.Component.ToString()) is not { } hook)
        {
            return await work(run, cancellationToken);
        }

        var lease = new HookLease(
            run.Namespace, run.Component.ToString(), run.OperationId, run.RunId, run.Timestamp, "the worker died", clock.GetUtcNow() + options.Value.Lease + hook.Before.Timeout);
        leases.Write(lease);
        string? error = null;
        try
        {
            await BeforeAsync(hook, lease, cancellationToken);
            await using (new HookRenewal(leases, lease, options.Value.Lease, clock))
            {
                return await work(run, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            error = exception is OperationCanceledException ? "it was stopped" : exception.Message;
            throw;
        }
        finally
        {
            await ReleaseAsync(lease, error);
        }
    }

    /// <summary>Calls what is to be called after a run. What fails is called again later.</summary>
    /// <param name="lease">Of the run.</param>
    /// <param name="error">Why the run failed; null when it did not.</param>
    public async Task ReleaseAsync(HookLease lease, string? error)
    {
        if (!leases.TryTake(lease))
        {
            return; // a newer run of the component has it, or another worker
        }

        var hook = Of(lease.Component) ?? new ComponentHookOptions();
        try
        {
            if (error is not null)
            {
                await FailureAsync(hook, lease, error);
            }

            await calls.CallAsync("after", hook.After, lease, error, CancellationToken.None); // whoever is quiet must be woken, also when this process stops
        }
        catch (HookFailedException exception)
        {
            AfterFailed(lease.Component, exception.Message);
            leases.Write(lease with { Error = null, Until = clock.GetUtcNow() + options.Value.Lease });
        }
    }

    private ComponentHookOptions? Of(string component) => options.Value.Components.FirstOrDefault(hook => hook.Component == component);

    private async Task BeforeAsync(ComponentHookOptions hook, HookLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await calls.CallAsync("before", hook.Before, lease, error: null, cancellationToken);
        }
        catch (HookFailedException exception) when (hook.OnError == "continue")
        {
            BeforeFailed(lease.Component, exception.Message);
        }
        catch (HookFailedException exception)
        {
            throw new RunFailedException($"the hook before it failed: {exception.Message}", retryable: true, exception);
        }
    }

    private async Task FailureAsync(ComponentHookOptions hook, HookLease lease, string error)
    {
        try
        {
            await calls.CallAsync("failure", hook.OnFailure, lease, error, CancellationToken.None);
        }
        catch (HookFailedException exception)
        {
            FailureFailed(lease.Component, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The hook before {Component} failed, going on as configured: {Reason}")]
    private partial void BeforeFailed(string component, string reason);

    [LoggerMessage(2, LogLevel.Error, "The hook after {Component} failed, calling it again soon: {Reason}")]
    private partial void AfterFailed(string component, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The hook for the failure of {Component} failed: {Reason}")]
    private partial void FailureFailed(string component, string reason);
}
