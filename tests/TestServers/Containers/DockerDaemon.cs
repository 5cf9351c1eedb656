using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Holdfast.TestServers.Containers;

/// <summary>The Docker daemon of this machine: whether it answers, and whether it has an image.</summary>
/// <remarks>
/// Asked without Docker's client programs, and never for long: a machine may have the client without a daemon, or a daemon without a registry.
/// </remarks>
internal sealed class DockerDaemon
{
    private const string ApiVariable = "DOCKER_API_VERSION";
    private static readonly Version UsualApi = new(1, 44);
    private const string Socket = "unix:///var/run/docker.sock";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);
    private static readonly Lazy<Task<DockerDaemon>> Found = new(FindAsync);
    private readonly HttpClient? _client;

    private DockerDaemon(Uri endpoint, HttpClient? client, string? silence) => (Endpoint, _client, Silence) = (endpoint, client, silence);

    /// <summary>Where it is.</summary>
    public Uri Endpoint { get; }

    /// <summary>Why it does not answer, in words; null when it does.</summary>
    public string? Silence { get; }

    /// <summary>This machine's; asked once.</summary>
    public static Task<DockerDaemon> ThisAsync() => Found.Value;

    /// <summary>Looks for an image and pulls it when it is not there.</summary>
    /// <param name="patiently">Whether to wait for a slow registry. Where there is another way, that is worth little.</param>
    /// <returns>Null when it is there now; else why not, in words.</returns>
    public async Task<string?> LacksAsync(string image, bool patiently)
    {
        if (_client is null)
        {
            return Silence;
        }

        using var limit = new CancellationTokenSource(LookLimit);
        try
        {
            using var has = await _client.GetAsync(new Uri($"images/{image}/json", UriKind.Relative), limit.Token);
            if (has.IsSuccessStatusCode)
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return $"Docker does not tell whether it has {image}";
        }

        return await PullAsync(_client, image, patiently) is { } refusal ? $"Docker has not {image} and cannot pull it: {refusal}" : null;
    }

    /// <summary>Calls what Testcontainers has no method for, such as <c>containers/{id}/kill</c>.</summary>
    public async Task PostAsync(string path)
    {
        using var answer = await Client.PostAsync(new Uri(path, UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Removes a container with its volumes, whatever its state; without a word when it is gone already.</summary>
    public async Task RemoveAsync(string container)
    {
        using var answer = await Client.DeleteAsync(new Uri($"containers/{container}?force=1&v=1", UriKind.Relative));
    }

    private HttpClient Client => _client ?? throw new InvalidOperationException(Silence);

    private static async Task<DockerDaemon> FindAsync()
    {
        var endpoint = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : Socket);
        if (endpoint.Scheme is not ("unix" or "tcp" or "http"))
        {
            return new(endpoint, client: null, $"DOCKER_HOST is {endpoint}, which the tests cannot reach");
        }

        var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(endpoint, token) })
        {
            BaseAddress = new Uri("http://docker/"),
            Timeout = TimeSpan.FromMinutes(5),
        };
        using var limit = new CancellationTokenSource(AnswerLimit);
        try
        {
            var version = await client.GetStringAsync(new Uri("version", UriKind.Relative), limit.Token);
            SpeakNoNewerThan(JsonDocument.Parse(version).RootElement.GetProperty("ApiVersion").GetString()!);
            return new(endpoint, client, silence: null);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException)
        {
            client.Dispose();
            return new(endpoint, client: null, $"Docker does not answer at {endpoint}");
        }
    }

    private static async ValueTask<Stream> ConnectAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var isFile = endpoint.Scheme == "unix";
        var socket = new Socket(isFile ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP);
        try
        {
            await socket.ConnectAsync(isFile ? new UnixDomainSocketEndPoint(endpoint.LocalPath) : new DnsEndPoint(endpoint.Host, endpoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Testcontainers does not ask an older daemon what it understands; it reads this variable.</summary>
    private static void SpeakNoNewerThan(string api)
    {
        if (Version.Parse(api) < UsualApi && Environment.GetEnvironmentVariable(ApiVariable) is null or "")
        {
            Environment.SetEnvironmentVariable(ApiVariable, api);
        }
    }

    private static async Task<string?> PullAsync(HttpClient client, string image, bool patiently)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(patiently ? 60 : 2));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"images/create?fromImage={Uri.EscapeDataString(image)}", UriKind.Relative));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return Message(await answer.Content.ReadAsStringAsync(limit.Token));
            }

            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
            limit.CancelAfter(TimeSpan.FromMinutes(patiently ? 15 : 3));
            while (await lines.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Contains("\"error\"", StringComparison.Ordinal))
                {
                    return Message(line);
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return exception is OperationCanceledException ? "the registry does not answer in time" : exception.Message;
        }
    }

    private static string Message(string json)
    {
        try
        {
            var answer = JsonDocument.Parse(json).RootElement;
            return answer.TryGetProperty("message", out var message) || answer.TryGetProperty("error", out message) ? $"{message}" : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
