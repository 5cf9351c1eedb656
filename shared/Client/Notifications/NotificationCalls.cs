namespace Holdfast.Client.Notifications;

/// <summary>The calls about notifications.</summary>
public sealed class NotificationCalls
{
    private const string Path = "api/notifications";

    private readonly ApiCalls _calls;

    internal NotificationCalls(ApiCalls calls) => _calls = calls;

    /// <summary>The last ones, newest first.</summary>
    public async Task<IReadOnlyList<Notification>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _calls.CallAsync<Listed>(HttpMethod.Get, Path, null, cancellationToken)).Notifications;

    /// <summary>Tells everybody that it is a test.</summary>
    public async Task<IReadOnlyList<TestedWay>> TestAsync(CancellationToken cancellationToken = default) =>
        (await _calls.CallAsync<Tested>(HttpMethod.Post, $"{Path}/test", null, cancellationToken)).Results;

    private sealed record Listed(IReadOnlyList<Notification> Notifications);

    private sealed record Tested(IReadOnlyList<TestedWay> Results);
}
