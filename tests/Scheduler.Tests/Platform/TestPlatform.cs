using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Databases;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>A process with the scheduler, fake workers and a fake uploader on an in-memory bus, on a real database.</summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    private readonly IHost _host;

    private TestPlatform(IHost host, FakeWorld world, string provider, string connectionString, IReadOnlyList<ComponentId> components, TimeProvider clock) =>
        (_host, World, Provider, ConnectionString, Components, Clock) = (host, world, provider, connectionString, components, clock);

    public static TheoryData<string> Providers => new(FreshDatabase.Providers);

    /// <summary>Five databases and five volumes.</summary>
    public static IReadOnlyList<ComponentId> Ten { get; } =
    [
        .. new[] { "airflow", "asp", "exec", "gogs", "metadata" }.Select(ComponentId.Database),
        .. new[] { "artifactory", "edweb", "gitserver", "metagraph", "openidfederator" }.Select(ComponentId.Volume),
    ];

    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<ComponentId> Two { get; } = [ComponentId.Database("airflow"), ComponentId.Volume("gitserver")];

    public FakeWorld World { get; }

    public string Provider { get; }

    public string ConnectionString { get; }

    public IReadOnlyList<ComponentId> Components { get; }

    public TimeProvider Clock { get; }

    public IServiceProvider Services => _host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public Witness.Notes Heard => Services.GetRequiredService<Witness.Notes>();

    public static async Task<TestPlatform> StartAsync(
        string provider, IReadOnlyList<ComponentId> components, FakeWorld? world = null, string? connectionString = null, TimeProvider? clock = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance); // else it keeps the logger factory of a host disposed before
        (world, clock) = (world ?? new FakeWorld(), clock ?? TimeProvider.System);
        connectionString ??= await FreshDatabase.CreateAsync(provider);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Provider"] = provider,
            ["State:ConnectionString"] = connectionString,
            ["Platform:Namespace"] = "app",
            ["Scheduler:RetryPause"] = "00:00:00",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(world);
        builder.Services.AddSingleton<Witness.Notes>();
        builder.AddScheduler();
        builder.AddRuns(_ => []);
        FakeWorker.Add(builder.Services, components);
        builder.AddHoldfastBus(bus =>
        {
            bus.AddSchedulerConsumers();
            bus.AddRunConsumers();
            bus.AddConsumer<FakeWorker>();
            bus.AddConsumer<FakeUploader>().Endpoint(endpoint => endpoint.Name = Contracts.Queues.Uploader);
            bus.AddConsumer<FakeAuditStore>().Endpoint(endpoint => endpoint.Name = Contracts.Queues.Uploader);
            bus.AddConsumer<FakeSweeper>().Endpoint(endpoint => endpoint.Name = Contracts.Queues.Retention);
            bus.AddConsumer<Witness>();
        });
        var host = builder.Build();
        await host.StartAsync();
        var platform = new TestPlatform(host, world, provider, connectionString, components, clock);
        await platform.UntilAsync(async db => await db.Registry.CountAsync() >= components.Count, "the components are registered");
        return platform;
    }

    /// <summary>Ends this process and starts another one on the same database and the same world.</summary>
    public async Task<TestPlatform> RestartAsync(IReadOnlyList<ComponentId>? components = null)
    {
        await DisposeAsync();
        return await StartAsync(Provider, components ?? Components, World, ConnectionString, Clock);
    }

    public async Task<BackupAccepted> BackupAsync(IReadOnlyList<string>? components = null, Guid? operationId = null)
    {
        var client = Bus.CreateRequestClient<BackupRequested>(RequestTimeout.After(s: 60));
        var response = await client.GetResponse<BackupAccepted, BackupRejected>(Request(components, operationId));
        return response.Is(out Response<BackupAccepted>? accepted)
            ? accepted.Message
            : throw new InvalidOperationException(((BackupRejected)response.Message).Reason);
    }

    public static BackupRequested Request(IReadOnlyList<string>? components = null, Guid? operationId = null) => new()
    {
        OperationId = operationId ?? Guid.NewGuid(),
        Namespace = "app",
        Components = components,
        RequestedBy = "test",
    };

    public async Task<object> RestoreAsync(string timestamp, Func<RestoreRequested, RestoreRequested>? change = null)
    {
        var request = new RestoreRequested { OperationId = Guid.NewGuid(), Namespace = "app", Timestamp = timestamp, RequestedBy = "test" };
        var client = Bus.CreateRequestClient<RestoreRequested>(RequestTimeout.After(s: 60));
        return (await client.GetResponse<RestoreAccepted, RestoreRejected>(change is null ? request : change(request))).Message;
    }

    public async Task<object> UndoAsync(Guid operationId)
    {
        var client = Bus.CreateRequestClient<UndoRestoreRequested>(RequestTimeout.After(s: 60));
        return (await client.GetResponse<RestoreAccepted, RestoreRejected>(new UndoRestoreRequested { OperationId = operationId, RequestedBy = "test" })).Message;
    }

    public async Task<object> CancelAsync(Guid operationId)
    {
        var client = Bus.CreateRequestClient<CancelOperation>(RequestTimeout.After(s: 60));
        return (await client.GetResponse<CancelAccepted, CancelRejected>(new CancelOperation { OperationId = operationId, RequestedBy = "somebody" })).Message;
    }

    public async Task<OperationStatus> StatusAsync(Guid operationId)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OperationQueries>().FindAsync(operationId, default)
            ?? throw new InvalidOperationException("no such operation");
    }

    public async Task<object> DeleteAsync(string timestamp)
    {
        var client = Bus.CreateRequestClient<BackupDeletionRequested>(RequestTimeout.After(s: 60));
        return (await client.GetResponse<BackupDeleted, BackupDeletionRejected>(new BackupDeletionRequested
        {
            OperationId = Guid.NewGuid(),
            Namespace = "app",
            Timestamp = timestamp,
            RequestedBy = "test",
        })).Message;
    }

    /// <summary>The timestamps in the backup list, oldest first.</summary>
    public Task<List<string>> ListedAsync() => QueryAsync(db => db.BackupEntries.OrderBy(entry => entry.Timestamp).Select(entry => entry.Timestamp).ToListAsync());

    /// <summary>Waits until the operation is in a state.</summary>
    public async Task<OperationStatus> ReachesAsync(Guid operationId, string state)
    {
        OperationStatus? last = null;
        try
        {
            await Eventually.TrueAsync(async () => (last = await StatusAsync(operationId)).State == state, state);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"not {state} but {last?.State}: {last?.Status}");
        }

        return last!;
    }

    public Task UntilAsync(Func<HoldfastDb, Task<bool>> condition, string what) => Eventually.TrueAsync(() => QueryAsync(condition), what);

    public async Task<T> QueryAsync<T>(Func<HoldfastDb, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HoldfastDb>>().CreateDbContextAsync();
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }
}
