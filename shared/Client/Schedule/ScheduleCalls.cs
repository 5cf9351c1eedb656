namespace Holdfast.Client.Schedule;

/// <summary>The call about the schedule.</summary>
public sealed class ScheduleCalls
{
    private readonly ApiCalls _calls;

    internal ScheduleCalls(ApiCalls calls) => _calls = calls;

    public Task<BackupSchedule> GetAsync(CancellationToken cancellationToken = default) =>
        _calls.CallAsync<BackupSchedule>(HttpMethod.Get, "api/schedule", null, cancellationToken);
}
