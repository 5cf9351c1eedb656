using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Client;

/// <summary>Makes the calls of all parts of the client.</summary>
internal sealed class ApiCalls(HttpClient http, string apiKey, TimeProvider clock)
{
    /// <summary>Between two looks at an operation.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long the API may be away while an operation is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task<T> CallAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, null, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Sends a call whose answer says nothing but that it was taken.</summary>
    public async Task CallAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, null, cancellationToken);
    }

    /// <summary>Sends a call; the answer is a success.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">With the query string.</param>
    /// <param name="body">Written as JSON; none when null.</param>
    /// <param name="version">The version of a document that must not have changed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, int? version, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json);
        if (version is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? response
                : throw new HoldfastException(response.StatusCode, await MessageAsync(response, cancellationToken));
        }
        catch (HoldfastException)
        {
            response!.Dispose();
            throw;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {http.Timeout.TotalSeconds:0} seconds", exception);
        }
    }

    /// <exception cref="HttpRequestException">What answered is not Holdfast.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException("the answer is not that of Holdfast", exception);
        }
    }

    /// <summary>Looks at an operation until it has ended.</summary>
    public async Task<T> WaitAsync<T>(Func<Task<T>> look, Func<T, bool> ended, IProgress<T>? progress, CancellationToken cancellationToken)
    {
        var answered = clock.GetTimestamp();
        while (true)
        {
            try
            {
                var found = await look();
                answered = clock.GetTimestamp();
                if (ended(found))
                {
                    return found;
                }

                progress?.Report(found);
            }
            catch (Exception exception) when (IsPassing(exception) && clock.GetElapsedTime(answered) < Patience)
            {
                // The API is being started again, or the line is down for a moment: the operation goes on all the same.
            }

            await Task.Delay(LookInterval, clock, cancellationToken);
        }
    }

    /// <summary>A part of a path or of a query string.</summary>
    public static string Escape(string text) => Uri.EscapeDataString(text);

    private static bool IsPassing(Exception exception) => exception is HttpRequestException or HoldfastException { IsUnavailable: true };

    private static async Task<string> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<Refusal>(Json, cancellationToken))?.Message is { Length: > 0 } message ? message : Plain();
        }
        catch (JsonException)
        {
            return Plain(); // a proxy's own page
        }

        string Plain() => $"the answer was {(int)response.StatusCode} {response.ReasonPhrase}";
    }

    private sealed record Refusal(string? Message);
}
