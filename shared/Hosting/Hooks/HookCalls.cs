using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Holdfast.Hosting.Outgoing;

namespace Holdfast.Hosting.Hooks;

/// <summary>Calls hooks: by HTTP, or as a process.</summary>
internal sealed class HookCalls(OutgoingCalls calls, TimeProvider clock)
{
    /// <summary>Calls one.</summary>
    /// <param name="phase"><c>before</c>, <c>after</c> or <c>failure</c>.</param>
    /// <param name="hook">What to call.</param>
    /// <param name="lease">What for.</param>
    /// <param name="error">Why the component failed; null when it did not.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="HookFailedException">It failed or took too long.</exception>
    public async Task CallAsync(string phase, HookCallOptions hook, HookLease lease, string? error, CancellationToken cancellationToken)
    {
        if (hook.Url.Length > 0)
        {
            await PostAsync(phase, hook, lease, error, cancellationToken);
        }
        else if (hook.Command.Count > 0)
        {
            await StartAsync(phase, hook, lease, error, cancellationToken);
        }
    }

    private async Task PostAsync(string phase, HookCallOptions hook, HookLease lease, string? error, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var url))
        {
            throw new HookFailedException("its Url is none");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { Phase = phase, lease.Namespace, lease.Component, lease.Timestamp, lease.OperationId, lease.RunId, Error = error }, JsonSerializerOptions.Web),
            Encoding.UTF8,
            "application/json");
        try
        {
            await calls.SendAsync(request, hook.Timeout, clock, cancellationToken);
        }
        catch (CallFailedException exception)
        {
            throw new HookFailedException(exception.Message, exception);
        }
    }

    private async Task StartAsync(string phase, HookCallOptions hook, HookLease lease, string? error, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(hook.Command[0], hook.Command.Skip(1)) { RedirectStandardInput = true };
        foreach (var (name, value) in new[]
        {
            ("PHASE", phase), ("NAMESPACE", lease.Namespace), ("COMPONENT", lease.Component), ("TIMESTAMP", lease.Timestamp), ("ERROR", error),
        })
        {
            start.Environment[$"HOLDFAST_{name}"] = value ?? "";
        }

        using var late = new CancellationTokenSource(hook.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var process = Begin(start);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new HookFailedException($"it did not end within {hook.Timeout.TotalSeconds:0.#} seconds", exception);
        }

        if (process.ExitCode != 0)
        {
            throw new HookFailedException($"it ended with exit status {process.ExitCode}");
        }
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new HookFailedException($"it could not be started: {exception.Message}", exception);
        }
    }
}
