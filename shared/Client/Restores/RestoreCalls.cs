using System.Net;

namespace Holdfast.Client.Restores;

/// <summary>The calls about restores.</summary>
public sealed class RestoreCalls
{
    private const string Path = "api/restore";

    private readonly ApiCalls _calls;

    internal RestoreCalls(ApiCalls calls) => _calls = calls;

    /// <summary>Starts a restore, or a drill.</summary>
    public Task StartAsync(RestoreRequest request, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Post, Path, Body(request, dryRun: false), cancellationToken);

    /// <summary>Only looks whether a restore would work.</summary>
    /// <returns>What it found; null when that takes longer than the API waits: <see cref="WaitAsync"/> has it then.</returns>
    public async Task<DryRun?> TryAsync(RestoreRequest request, CancellationToken cancellationToken = default)
    {
        using var response = await _calls.SendAsync(HttpMethod.Post, Path, Body(request, dryRun: true), null, cancellationToken);
        return response.StatusCode == HttpStatusCode.Accepted ? null : await ApiCalls.ReadAsync<DryRun>(response, cancellationToken);
    }

    /// <summary>The last restore, of a backup or of any.</summary>
    public Task<Restore> GetAsync(string? timestamp = null, CancellationToken cancellationToken = default) => _calls.CallAsync<Restore>(
        HttpMethod.Get, $"{Path}/status{(timestamp is null ? "" : $"?timestamp={ApiCalls.Escape(timestamp)}")}", null, cancellationToken);

    /// <summary>Waits until the last restore has ended. Cancelling ends the wait only.</summary>
    /// <param name="progress">Told once a second how far it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Restore> WaitAsync(IProgress<Restore>? progress = null, CancellationToken cancellationToken = default) =>
        _calls.WaitAsync(() => GetAsync(null, cancellationToken), restore => !restore.IsOngoing, progress, cancellationToken);

    /// <summary>Brings back what the last restore replaced.</summary>
    public Task UndoAsync(CancellationToken cancellationToken = default) => _calls.CallAsync(HttpMethod.Post, $"{Path}/undo", null, cancellationToken);

    /// <summary>Cancels the ongoing restore.</summary>
    public Task CancelAsync(CancellationToken cancellationToken = default) => _calls.CallAsync(HttpMethod.Post, $"{Path}/cancel", null, cancellationToken);

    private static object Body(RestoreRequest request, bool dryRun) => new
    {
        request.Timestamp,
        request.SourceNamespace,
        Svcs = request.LeaveOut.Count == 0 ? null : request.LeaveOut.Distinct().ToDictionary(name => name, _ => new { Disable = true }),
        DryRun = dryRun,
        request.Salvage,
        request.Drill,
    };
}
