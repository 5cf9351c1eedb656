using Holdfast.State.Database;
using Holdfast.TestServers.Databases;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Holdfast.State.Tests;

/// <summary>A host with the state database of one provider and an in-memory bus.</summary>
internal sealed class StateHost : IAsyncDisposable
{
    private readonly IHost _host;

    private StateHost(IHost host) => _host = host;

    public static TheoryData<string> Providers => new(FreshDatabase.Providers);

    public IServiceProvider Services => _host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public static async Task<StateHost> StartAsync(
        string provider, Action<IBusRegistrationConfigurator> configure, string? connectionString = null, Action<IServiceCollection>? services = null)
    {
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance); // else it keeps the logger factory of a host disposed before
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Provider"] = provider,
            ["State:ConnectionString"] = connectionString ?? await FreshDatabase.CreateAsync(provider, TestContext.Current.CancellationToken),
        });
        builder.AddHoldfastState();
        services?.Invoke(builder.Services);
        builder.Services.Configure<MassTransitHostOptions>(options => options.ConsumerStopTimeout = TimeSpan.FromMilliseconds(200));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddStateOutbox();
            configure(bus);
            bus.UsingInMemory((context, memory) =>
            {
                memory.ConcurrentMessageLimit = 16;
                memory.ConfigureEndpoints(context);
            });
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new StateHost(host);
    }

    public async Task<T> QueryAsync<T>(Func<HoldfastDb, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HoldfastDb>>().CreateDbContextAsync();
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
