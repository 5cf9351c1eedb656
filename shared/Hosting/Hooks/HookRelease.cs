using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Hooks;

/// <summary>Calls the hooks after runs the workers of which died, and again those that failed.</summary>
internal sealed partial class HookRelease(ComponentHooks hooks, HookLeases leases, IOptions<HookOptions> options, TimeProvider clock, ILogger<HookRelease> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Components.Count == 0)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            try
            {
                foreach (var lease in leases.Expired().Where(IsOurs))
                {
                    Releasing(lease.Component, lease.Timestamp ?? "");
                    await hooks.ReleaseAsync(lease, lease.Error);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LookFailed(exception);
            }
        }
    }

    /// <summary>Another worker may have hooks for it that this one does not know.</summary>
    private bool IsOurs(HookLease lease) => options.Value.Components.Any(hook => hook.Component == lease.Component);

    [LoggerMessage(1, LogLevel.Warning, "The hook after {Component} was not called for backup {Timestamp}, or failed; calling it now")]
    private partial void Releasing(string component, string timestamp);

    [LoggerMessage(2, LogLevel.Warning, "Hooks that are still to be called could not be looked at, trying again")]
    private partial void LookFailed(Exception exception);
}
