using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Api.Access;
using Holdfast.Contracts;
using Holdfast.Contracts.Components;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using Holdfast.Hosting.Telemetry;
using Holdfast.Scheduler;
using Holdfast.State.Database;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Databases;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Api.Tests.Platform;

/// <summary>The API on a port of its own, with the real scheduler and state database, and simulated workers and store behind a bus in memory.</summary>
internal sealed partial class ApiServer : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-for-tests";

    private readonly WebApplication _app;

    private ApiServer(WebApplication app, SimulatedWorld world, CapturedLog log)
    {
        (_app, World, Log) = (app, world, log);
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(Address) };
    }

    /// <summary>Two databases and two volumes; the names are not in order.</summary>
    public static IReadOnlyList<ComponentId> Four { get; } =
        [ComponentId.Volume("gitserver"), ComponentId.Database("gogs"), ComponentId.Database("airflow"), ComponentId.Volume("edweb")];

    public SimulatedWorld World { get; }

    public CapturedLog Log { get; }

    /// <summary>Sends no key by itself.</summary>
    public HttpClient Client { get; }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Everything that it answers to.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<ApiServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, IReadOnlyList<ComponentId>? components = null, SimulatedWorld? world = null, TimeProvider? clock = null)
    {
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance); // else it keeps the logger factory of a host disposed before
        var (log, served) = (new CapturedLog(), components ?? Four);
        world ??= new SimulatedWorld();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:ConnectionString"] = await FreshDatabase.CreateAsync("Sqlite"),
            ["Platform:Namespace"] = "app",
            ["Api:Urls"] = "http://127.0.0.1:0",
            ["HOLDFAST_API_KEY"] = AdminKey,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddRoutingCore();
        builder.Logging.AddProvider(log);
        builder.AddHoldfastTelemetry();
        builder.AddHoldfastHealth();
        builder.AddScheduler();
        builder.AddApi();
        builder.AddRuns(_ => served);
        builder.Services.AddSingleton(world);
        builder.Services.AddSingleton<IBusEndpoints>(new SimulatedWorker(served));
        builder.AddHoldfastBus(bus =>
        {
            bus.AddSchedulerConsumers();
            bus.AddRunConsumers();
            bus.AddConsumer<SimulatedStore>().Endpoint(endpoint => endpoint.Name = Queues.Uploader);
            bus.AddConsumer<SimulatedStore.Deletions>().Endpoint(endpoint => endpoint.Name = Queues.Retention);
        });
        var app = builder.Build();
        app.MapHoldfastHealth();
        app.MapApi();
        await app.StartAsync();
        var server = new ApiServer(app, world, log);
        await Eventually.TrueAsync(() => server.QueryAsync(async db => await db.Registry.CountAsync() >= served.Count), "the components are registered");
        return server;
    }

    /// <summary>Makes a call with the administrator's key, or another one.</summary>
    /// <param name="call">Such as <c>GET /api/backup/list</c>.</param>
    public async Task<Answer> CallAsync(string call, string? body = null, string? key = AdminKey, string contentType = "application/json")
    {
        var parts = call.Split(' ', 2);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString());
    }

    /// <summary>Backs everything up and waits for the end.</summary>
    /// <returns>The timestamp.</returns>
    public async Task<string> BackUpAsync(string body = "{}")
    {
        var timestamp = (await CallAsync("POST /api/backup", body)).Timestamp;
        await EndsAsync();
        return timestamp;
    }

    /// <summary>Waits until no operation runs.</summary>
    public Task EndsAsync() =>
        Eventually.TrueAsync(() => QueryAsync(db => db.Locks.AllAsync(row => row.OperationId == null)), "no operation runs");

    /// <summary>Waits until a restore or a backup stands at this text.</summary>
    public Task SaysAsync(string call, string text) =>
        Eventually.TrueAsync(async () => (await CallAsync(call)).Text.Contains(text, StringComparison.Ordinal), $"{call} says {text}");

    /// <summary>A new key with a role.</summary>
    public Task<string> KeyAsync(string role) =>
        _app.Services.GetRequiredService<ApiKeys>().CreateAsync($"a-{role}", role, null, default);

    public async Task<T> QueryAsync<T>(Func<HoldfastDb, Task<T>> query)
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<HoldfastDb>>().CreateDbContextAsync();
        return await query(db);
    }

    /// <summary>Stops as the process does when it is asked to.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // Not cancelled from the start: MassTransit fails now and then when a bus is told to stop at once.
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    /// <summary>An answer as it came.</summary>
    internal sealed partial record Answer(int Status, string Text, string? ContentType)
    {
        /// <summary>The first timestamp in it.</summary>
        public string Timestamp => TimestampPattern().Match(Text).Value;

        /// <summary>The text with everything that differs from run to run named: TIMESTAMP, ID, INSTANT.</summary>
        public string Golden => InstantPattern().Replace(IdPattern().Replace(TimestampPattern().Replace(Text, "TIMESTAMP"), "ID"), "INSTANT");

        [GeneratedRegex(@"\d{4}-\d\d-\d\dt\d\d-\d\d-\d\d")]
        private static partial Regex TimestampPattern();

        [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
        private static partial Regex IdPattern();

        [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.]*Z")]
        private static partial Regex InstantPattern();
    }
}
