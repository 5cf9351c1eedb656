using System.Net.ServerSentEvents;
using System.Net.Http.Headers;
using System.Text.Json;
using Holdfast.Api.Tests.Platform;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Tests;

public sealed class EventTests
{
    [Fact]
    public async Task A_listener_hears_progress_and_the_end()
    {
        await using var server = await ApiServer.StartAsync();
        var release = new TaskCompletionSource();
        server.World.Before = (run, _) => run.Component.Name == "gitserver" ? release.Task : Task.CompletedTask;
        var timestamp = (await server.CallAsync("POST /api/backup", "{}")).Timestamp;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var heard = new List<SseItem<string>>();

        await foreach (var item in ListenAsync(server, limit.Token))
        {
            heard.Add(item);
            if (item.EventType == "progress" && item.Data.Contains("completed DBs: [airflow gogs] and completed Volumes: [edweb]", StringComparison.Ordinal))
            {
                release.TrySetResult();
            }

            if (item.EventType == "ended")
            {
                break;
            }
        }

        Assert.True(release.Task.IsCompleted);
        Assert.All(heard, item => Assert.Contains($"\"timestamp\":\"{timestamp}\"", item.Data));
        Assert.StartsWith("{\"status\":\"Success\",", heard[^1].Data);
    }

    [Fact]
    public async Task Only_so_many_may_listen_and_those_who_leave_make_room()
    {
        await using var server = await ApiServer.StartAsync();
        await server.BackUpAsync();
        using var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        var listeners = new List<HttpResponseMessage>();
        for (var listener = 0; listener < 32; listener++)
        {
            listeners.Add(await OpenAsync(client, default));
            Assert.True(listeners[^1].IsSuccessStatusCode);
        }

        var refused = await server.CallAsync("GET /api/events");
        Assert.Equal((503, """{"code":503,"message":"32 listeners are connected already"}"""), (refused.Status, refused.Text));

        listeners.ForEach(listener => listener.Dispose());
        await TestServers.Conditions.Eventually.TrueAsync(
            async () =>
            {
                using var again = await OpenAsync(client, default);
                return again.IsSuccessStatusCode;
            },
            "there is room again");
        Assert.DoesNotContain(server.Log.Of(LogLevel.Error), entry => entry.Contains("/api/events was answered with 500", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_listener_whose_key_or_session_ends_hears_no_more(bool session)
    {
        var clock = new MovableClock();
        await using var server = await ApiServer.StartAsync(clock: clock);
        await server.BackUpAsync();
        var key = JsonElement.Parse((await server.CallAsync("POST /api/keys", """{"name":"watcher","role":"viewer"}""")).Text).GetProperty("key").GetString()!;
        using var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        if (session)
        {
            using var login = await client.PostAsync("/api/login", new StringContent($$"""{"key":"{{key}}"}""", new MediaTypeHeaderValue("application/json")));
            request.Headers.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var listener = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using var events = SseParser.Create(await listener.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token).GetAsyncEnumerator();
        await NextAsync("ended"); // the last backup
        clock.Ahead = TimeSpan.FromSeconds(16);
        await NextAsync("quiet"); // its key was looked at, and is good
        Assert.Equal(200, (await server.CallAsync("DELETE /api/keys/watcher")).Status);
        clock.Ahead = TimeSpan.FromSeconds(32);
        Assert.False(await events.MoveNextAsync());

        async Task NextAsync(string type)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(type, events.Current.EventType);
        }
    }

    [Fact]
    public async Task A_stop_of_the_process_does_not_wait_for_listeners()
    {
        var server = await ApiServer.StartAsync();
        await server.BackUpAsync();
        using var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        using var listener = await OpenAsync(client, default);

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        await server.DisposeAsync();
    }

    private static async IAsyncEnumerable<SseItem<string>> ListenAsync(
        ApiServer server, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(server.Client, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return item;
        }
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiServer.AdminKey);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
