using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json;
using Holdfast.Client.Operations;

namespace Holdfast.Client.Backups;

/// <summary>The calls about backups.</summary>
public sealed class BackupCalls
{
    private const string Path = "api/backup";
    private const string Timestamp = "timestamp ";

    private readonly ApiCalls _calls;

    internal BackupCalls(ApiCalls calls) => _calls = calls;

    /// <summary>Starts a backup.</summary>
    /// <param name="request">What is to be backed up; everything when null.</param>
    /// <param name="cancellationToken">Ends the call, not the backup.</param>
    /// <returns>Its timestamp.</returns>
    public async Task<string> StartAsync(BackupRequest? request = null, CancellationToken cancellationToken = default)
    {
        var accepted = await _calls.CallAsync<Accepted>(HttpMethod.Post, Path, request ?? new BackupRequest(), cancellationToken);
        return accepted.Message[(accepted.Message.LastIndexOf(Timestamp, StringComparison.Ordinal) + Timestamp.Length)..];
    }

    /// <summary>A backup with its components.</summary>
    public Task<Backup> GetAsync(string timestamp, CancellationToken cancellationToken = default) =>
        _calls.CallAsync<Backup>(HttpMethod.Get, $"{Path}/status?timestamp={ApiCalls.Escape(timestamp)}", null, cancellationToken);

    /// <summary>The newest complete backup; while an operation runs only its text.</summary>
    public Task<Backup> LatestAsync(CancellationToken cancellationToken = default) =>
        _calls.CallAsync<Backup>(HttpMethod.Get, $"{Path}/latest", null, cancellationToken);

    /// <summary>The backup or restore that runs; null when none does.</summary>
    public async Task<Operation?> OngoingAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var found = await _calls.CallAsync<JsonObject>(HttpMethod.Get, $"{Path}/status", null, cancellationToken);
            return found.ContainsKey("operation") ? found.Deserialize<Operation>(JsonSerializerOptions.Web) : null;
        }
        catch (HoldfastException exception) when (exception.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null; // there was no backup yet
        }
    }

    /// <summary>All backups, oldest first, failed ones too.</summary>
    /// <param name="store">Also those that only the store knows.</param>
    /// <param name="namespace">Another namespace, of which only the store knows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<Backup>> ListAsync(bool store = false, string? @namespace = null, CancellationToken cancellationToken = default)
    {
        var query = $"?store={(store ? "true" : "false")}{(@namespace is null ? "" : $"&namespace={ApiCalls.Escape(@namespace)}")}";
        return (await _calls.CallAsync<BackupList>(HttpMethod.Get, $"{Path}/list{query}", null, cancellationToken)).Backups;
    }

    /// <summary>Waits until a backup has ended. Cancelling ends the wait only.</summary>
    /// <param name="timestamp">Which.</param>
    /// <param name="progress">Told once a second how far it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The backup, which has succeeded or not.</returns>
    public Task<Backup> WaitAsync(string timestamp, IProgress<Backup>? progress = null, CancellationToken cancellationToken = default) =>
        _calls.WaitAsync(() => GetAsync(timestamp, cancellationToken), backup => !backup.IsOngoing, progress, cancellationToken);

    /// <summary>Deletes a backup; one that is not there counts as deleted.</summary>
    public Task DeleteAsync(string timestamp, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Delete, One(timestamp), null, cancellationToken);

    /// <summary>Keeps a backup until it is unpinned.</summary>
    public Task PinAsync(string timestamp, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Post, $"{One(timestamp)}/pin", null, cancellationToken);

    public Task UnpinAsync(string timestamp, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Delete, $"{One(timestamp)}/pin", null, cancellationToken);

    /// <summary>Says that a suspicious backup is as it should be.</summary>
    public Task AcceptAsync(string timestamp, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Post, $"{One(timestamp)}/accept", null, cancellationToken);

    /// <summary>Cancels the ongoing backup.</summary>
    public Task CancelAsync(CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Post, $"{Path}/cancel", null, cancellationToken);

    private static string One(string timestamp) => $"{Path}/{ApiCalls.Escape(timestamp)}";

    private sealed record Accepted(string Message);

    private sealed record BackupList([property: JsonPropertyName("backup-list")] IReadOnlyList<Backup> Backups);
}
