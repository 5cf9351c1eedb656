namespace Holdfast.Settings.Changes;

/// <summary>Wakes whoever waits for a change of configuration.</summary>
public sealed class SettingsSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change. Take it before the settings are read, so that no change is missed.</summary>
    public Task Next => _next.Task;

    public void Raise()
    {
        var raised = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        raised.TrySetResult();
    }
}
