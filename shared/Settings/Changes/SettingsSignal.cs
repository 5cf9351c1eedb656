namespace Holdfast.Settings.Changes;

/// <summary>Wakes whoever waits for a change of configuration.</summary>
public sealed class SettingsSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change. Take it before the settings are read, so that no change is missed.</summary>
    public Task Next => _next.Task;

    /// <summary>Waits for a change, but not for ever. A wait that is cancelled ends like one that lasted long enough: the caller looks at the token.</summary>
    /// <param name="changed">What <see cref="Next"/> was before the settings were read.</param>
    /// <param name="longest">From zero on.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task WaitAsync(Task changed, TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(longest, clock, woken.Token), changed);
        await woken.CancelAsync();
    }

    public void Raise()
    {
        var raised = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        raised.TrySetResult();
    }
}
