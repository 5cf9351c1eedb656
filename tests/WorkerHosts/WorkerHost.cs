using System.Threading.Channels;
using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Messaging;
using Holdfast.Messaging;
using Holdfast.StoreAccess;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.WorkerHosts;

/// <summary>A service that works on components, on a bus in memory, with a saga that grants every run and remembers how it ended.</summary>
public sealed class WorkerHost : IBusEndpoints, IAsyncDisposable
{
    private readonly DirectoryRepositories _repositories = DirectoryRepositories.Create();
    private readonly Channel<RunEvent> _outcomes = Channel.CreateUnbounded<RunEvent>();
    private IHost? _host;

    /// <summary>The store that the worker reaches.</summary>
    public DirectoryRepositories Repositories => _repositories;

    /// <param name="settings">Configuration keys and values.</param>
    /// <param name="services">Registers the service under test.</param>
    /// <param name="consumers">Registers its consumers.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WorkerHost> StartAsync(
        IReadOnlyDictionary<string, string?> settings,
        Action<IHostApplicationBuilder> services,
        Action<IBusRegistrationConfigurator> consumers,
        CancellationToken cancellationToken)
    {
        var worker = new WorkerHost();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        services(builder);
        builder.Services.AddSingleton<IRepositories>(worker._repositories);
        builder.Services.AddSingleton<IBusEndpoints>(worker);
        builder.AddHoldfastBus(consumers);
        worker._host = builder.Build();
        await worker._host.StartAsync(cancellationToken);
        return worker;
    }

    /// <summary>Sends a command and returns the event that ends its run.</summary>
    public async Task<RunEvent> RunAsync(RunCommand command, CancellationToken cancellationToken)
    {
        await _host!.Services.GetRequiredService<IBus>().SendCommandAsync(Queues.For(command.Component), command, cancellationToken);
        return await _outcomes.Reader.ReadAsync(cancellationToken);
    }

    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        foreach (var saga in (string[])[Queues.BackupSaga, Queues.RestoreSaga])
        {
            bus.ReceiveEndpoint(saga, endpoint => endpoint.Handler<ClaimRun>(claim => claim.RespondAsync(new RunGranted
            {
                OperationId = claim.Message.OperationId,
                RunId = claim.Message.RunId,
                Attempt = 1,
                EarlierRunIds = [],
            })));
        }

        bus.ReceiveEndpoint("observer", endpoint =>
        {
            Observe<ComponentCompleted>(endpoint);
            Observe<PreflightReport>(endpoint);
            Observe<ComponentPrepared>(endpoint);
            Observe<ComponentCommitted>(endpoint);
            Observe<ComponentDiscarded>(endpoint);
            Observe<ComponentRolledBack>(endpoint);
            Observe<ComponentForgotten>(endpoint);
            Observe<ComponentFailed>(endpoint);
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            _host.Dispose();
        }

        _repositories.Dispose();
    }

    private void Observe<T>(IReceiveEndpointConfigurator endpoint)
        where T : RunEvent => endpoint.Handler<T>(context => _outcomes.Writer.WriteAsync(context.Message).AsTask());
}
