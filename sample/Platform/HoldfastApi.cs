using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Sample.Platform;

/// <summary>Holdfast's REST API, as a program that uses it sees it.</summary>
internal sealed class HoldfastApi : IDisposable
{
    /// <summary>The status of an operation that succeeded.</summary>
    public const string Success = "Success";

    private const string Ongoing = "backup/restore operation ongoing";
    private readonly HttpClient _client;

    public HoldfastApi(Uri address, string key)
    {
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Add("Cookie", $"prophecy-token={key}");
    }

    /// <summary>Calls and returns status and body, whatever they are.</summary>
    public async Task<(HttpStatusCode Code, JsonNode Body)> CallAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return (answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject());
    }

    /// <summary>What a GET call answers that is no JSON.</summary>
    public Task<string> TextAsync(string path, CancellationToken cancellationToken) => _client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);

    /// <summary>Starts a backup and returns its timestamp.</summary>
    /// <exception cref="SampleException">It was refused.</exception>
    public async Task<string> BackUpAsync(CancellationToken cancellationToken)
    {
        var answer = await AcceptedAsync("/api/backup", "{}", cancellationToken);
        return $"{answer["message"]}".Split(' ')[^1];
    }

    /// <summary>Starts a restore.</summary>
    /// <param name="more">Further members of the request, each beginning with a comma.</param>
    /// <exception cref="SampleException">It was refused.</exception>
    public Task RestoreAsync(string timestamp, CancellationToken cancellationToken, string more = "") =>
        AcceptedAsync("/api/restore", $$"""{"timestamp":"{{timestamp}}"{{more}}}""", cancellationToken);

    /// <summary>The status of a backup: <see cref="Success"/>, an error, or what is pending; null for a backup that is not known.</summary>
    public Task<string?> BackupStatusAsync(string timestamp, CancellationToken cancellationToken) => StatusAsync($"/api/backup/status?timestamp={timestamp}", cancellationToken);

    /// <summary>The status of the latest restore of a backup.</summary>
    public Task<string?> RestoreStatusAsync(string timestamp, CancellationToken cancellationToken) => StatusAsync($"/api/restore/status?timestamp={timestamp}", cancellationToken);

    /// <summary>Timestamps and statuses of all backups, oldest first.</summary>
    public async Task<IReadOnlyList<(string Timestamp, string Status)>> BackupsAsync(CancellationToken cancellationToken)
    {
        var (code, body) = await CallAsync(HttpMethod.Get, "/api/backup/list", null, cancellationToken);
        return code == HttpStatusCode.OK
            ? [.. body["backup-list"]!.AsArray().Select(entry => ($"{entry!["timestamp"]}", $"{entry["status"]}"))]
            : throw new SampleException($"Holdfast answered {(int)code}: {body["message"]}");
    }

    /// <summary>Waits until an operation has ended and returns its last status.</summary>
    /// <param name="status">Asks for it.</param>
    /// <param name="report">Is told each status.</param>
    public static Task<string> EndAsync(string what, TimeSpan limit, Func<Task<string?>> status, Action<string> report, CancellationToken cancellationToken) =>
        Waiting.ForAsync(
            $"{what} to end",
            limit,
            async () =>
            {
                var now = await status();
                report(now ?? "");
                return now is null || IsOngoing(now) ? null : now;
            },
            cancellationToken);

    /// <summary>Whether a status says that the operation has not ended.</summary>
    public static bool IsOngoing(string status) => status.StartsWith(Ongoing, StringComparison.Ordinal);

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> AcceptedAsync(string path, string request, CancellationToken cancellationToken)
    {
        var (code, body) = await CallAsync(HttpMethod.Post, path, request, cancellationToken);
        return code == HttpStatusCode.Accepted ? body : throw new SampleException($"Holdfast answered POST {path} with {(int)code}: {body["message"]}");
    }

    private async Task<string?> StatusAsync(string path, CancellationToken cancellationToken)
    {
        var (code, body) = await CallAsync(HttpMethod.Get, path, null, cancellationToken);
        return code switch
        {
            HttpStatusCode.OK => $"{body["status"]}",
            HttpStatusCode.NotFound => null,
            _ => throw new SampleException($"Holdfast answered GET {path} with {(int)code}: {body["message"]}"),
        };
    }
}
