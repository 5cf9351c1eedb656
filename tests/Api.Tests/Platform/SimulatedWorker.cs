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
                Serve<DumpDatabase>(endpoint, RunStep.Backup);
                Serve<ArchiveVolume>(endpoint, RunStep.Backup);
                Serve<PreflightDatabase>(endpoint, RunStep.Preflight);
                Serve<PreflightVolume>(endpoint, RunStep.Preflight);
                Serve<PrepareDatabase>(endpoint, RunStep.Prepare);
                Serve<PrepareVolume>(endpoint, RunStep.Prepare);
                Serve<CommitDatabase>(endpoint, RunStep.Commit);
                Serve<CommitVolume>(endpoint, RunStep.Commit);
                Serve<DiscardDatabase>(endpoint, RunStep.Discard);
                Serve<DiscardVolume>(endpoint, RunStep.Discard);
                Serve<RollBackDatabase>(endpoint, RunStep.RollBack);
                Serve<RollBackVolume>(endpoint, RunStep.RollBack);
                Serve<ForgetPreviousDatabase>(endpoint, RunStep.Forget);
                Serve<ForgetPreviousVolume>(endpoint, RunStep.Forget);
            });
        }

        void Serve<T>(IReceiveEndpointConfigurator endpoint, RunStep step)
            where T : RunCommand => endpoint.Handler<T>(message => context.GetRequiredService<RunExecutor>().RunAsync(message, step, world.DoAsync));
    }
}
