using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Api.Tests.Platform;

/// <summary>Serves components over the real claim and heartbeat machinery; the work is that of <see cref="SimulatedWorld"/>.</summary>
internal sealed class SimulatedWorker(IReadOnlyList<ComponentId> components) : IBusEndpoints
{
    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        var world = context.GetRequiredService<SimulatedWorld>();
        foreach (var queue in components.Select(Queues.For).Distinct())
        {
            bus.ReceiveEndpoint(queue, endpoint =>
            {
                endpoint.ForLongWork(slots: 8);
                Serve<DumpDatabase>(endpoint);
                Serve<ArchiveVolume>(endpoint);
                Serve<PreflightDatabase>(endpoint);
                Serve<PreflightVolume>(endpoint);
                Serve<PrepareDatabase>(endpoint);
                Serve<PrepareVolume>(endpoint);
                Serve<CommitDatabase>(endpoint);
                Serve<CommitVolume>(endpoint);
                Serve<DiscardDatabase>(endpoint);
                Serve<DiscardVolume>(endpoint);
                Serve<RollBackDatabase>(endpoint);
                Serve<RollBackVolume>(endpoint);
                Serve<ForgetPreviousDatabase>(endpoint);
                Serve<ForgetPreviousVolume>(endpoint);
            });
        }

        void Serve<T>(IReceiveEndpointConfigurator endpoint)
            where T : RunCommand => endpoint.Handler<T>(message => context.GetRequiredService<RunExecutor>().RunAsync(message, world.DoAsync));
    }
}
