namespace Holdfast.Client.Verifications;

/// <summary>The calls about verifications of stored backups.</summary>
public sealed class VerificationCalls
{
    private const string Path = "api/backup/verify";

    private readonly ApiCalls _calls;

    internal VerificationCalls(ApiCalls calls) => _calls = calls;

    /// <summary>Starts a verification.</summary>
    /// <param name="timestamp">The backup; the newest complete one when null.</param>
    /// <param name="quick">Only whether everything is there; the content is not read.</param>
    /// <param name="cancellationToken">Ends the call, not the verification.</param>
    public Task StartAsync(string? timestamp = null, bool quick = false, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Post, Path, new { Timestamp = timestamp, Depth = quick ? "quick" : "full" }, cancellationToken);

    /// <summary>The last verification, of a backup or of any.</summary>
    public Task<Verification> GetAsync(string? timestamp = null, CancellationToken cancellationToken = default) => _calls.CallAsync<Verification>(
        HttpMethod.Get, $"{Path}{(timestamp is null ? "" : $"?timestamp={ApiCalls.Escape(timestamp)}")}", null, cancellationToken);

    /// <summary>Waits until the last verification has ended. Cancelling ends the wait only.</summary>
    /// <param name="progress">Told once a second how far it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Verification> WaitAsync(IProgress<Verification>? progress = null, CancellationToken cancellationToken = default) =>
        _calls.WaitAsync(() => GetAsync(null, cancellationToken), verification => !verification.IsOngoing, progress, cancellationToken);

    /// <summary>Cancels the ongoing verification.</summary>
    public Task CancelAsync(CancellationToken cancellationToken = default) => _calls.CallAsync(HttpMethod.Post, $"{Path}/cancel", null, cancellationToken);
}
