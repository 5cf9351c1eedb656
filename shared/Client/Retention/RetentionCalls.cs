namespace Holdfast.Client.Retention;

/// <summary>The call about retention.</summary>
public sealed class RetentionCalls
{
    private readonly ApiCalls _calls;

    internal RetentionCalls(ApiCalls calls) => _calls = calls;

    /// <summary>Deletes what is not to be kept, or only tells what that would be.</summary>
    public Task<RetentionPlan> RunAsync(bool dryRun, CancellationToken cancellationToken = default) =>
        _calls.CallAsync<RetentionPlan>(HttpMethod.Post, "api/retention", new { DryRun = dryRun }, cancellationToken);
}
