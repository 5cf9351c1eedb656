using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>A worker on the real claim and heartbeat machinery, with the work of <see cref="FakeWorld"/>.</summary>
internal sealed class FakeWorker(RunExecutor executor, FakeWorld world) :
    IConsumer<DumpDatabase>, IConsumer<ArchiveVolume>,
    IConsumer<PreflightDatabase>, IConsumer<PreflightVolume>,
    IConsumer<PrepareDatabase>, IConsumer<PrepareVolume>,
    IConsumer<CommitDatabase>, IConsumer<CommitVolume>,
    IConsumer<DiscardDatabase>, IConsumer<DiscardVolume>,
    IConsumer<RollBackDatabase>, IConsumer<RollBackVolume>,
    IConsumer<ForgetPreviousDatabase>, IConsumer<ForgetPreviousVolume>
{
    public Task Consume(ConsumeContext<DumpDatabase> context) => executor.RunAsync(context, RunStep.Backup, world.DoAsync);

    public Task Consume(ConsumeContext<ArchiveVolume> context) => executor.RunAsync(context, RunStep.Backup, world.DoAsync);

    public Task Consume(ConsumeContext<PreflightDatabase> context) => executor.RunAsync(context, RunStep.Preflight, world.DoAsync);

    public Task Consume(ConsumeContext<PreflightVolume> context) => executor.RunAsync(context, RunStep.Preflight, world.DoAsync);

    public Task Consume(ConsumeContext<PrepareDatabase> context) => executor.RunAsync(context, RunStep.Prepare, world.DoAsync);

    public Task Consume(ConsumeContext<PrepareVolume> context) => executor.RunAsync(context, RunStep.Prepare, world.DoAsync);

    public Task Consume(ConsumeContext<CommitDatabase> context) => executor.RunAsync(context, RunStep.Commit, world.DoAsync);

    public Task Consume(ConsumeContext<CommitVolume> context) => executor.RunAsync(context, RunStep.Commit, world.DoAsync);

    public Task Consume(ConsumeContext<DiscardDatabase> context) => executor.RunAsync(context, RunStep.Discard, world.DoAsync);

    public Task Consume(ConsumeContext<DiscardVolume> context) => executor.RunAsync(context, RunStep.Discard, world.DoAsync);

    public Task Consume(ConsumeContext<RollBackDatabase> context) => executor.RunAsync(context, RunStep.RollBack, world.DoAsync);

    public Task Consume(ConsumeContext<RollBackVolume> context) => executor.RunAsync(context, RunStep.RollBack, world.DoAsync);

    public Task Consume(ConsumeContext<ForgetPreviousDatabase> context) => executor.RunAsync(context, RunStep.Forget, world.DoAsync);

    public Task Consume(ConsumeContext<ForgetPreviousVolume> context) => executor.RunAsync(context, RunStep.Forget, world.DoAsync);

    /// <summary>The queues of the served components.</summary>
    internal sealed class Endpoints(IEnumerable<ServedComponents> served) : IBusEndpoints
    {
        public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
        {
            foreach (var queue in served.SelectMany(some => some.Components).Select(Queues.For).Distinct())
            {
                bus.ReceiveEndpoint(queue, endpoint =>
                {
                    endpoint.ForLongWork(slots: 8);
                    endpoint.ConfigureConsumer<FakeWorker>(context);
                });
            }
        }
    }

    /// <summary>Registers the worker for the components.</summary>
    public static void Add(IServiceCollection services, IReadOnlyList<ComponentId> components)
    {
        services.AddSingleton(new ServedComponents(components));
        services.AddSingleton<IBusEndpoints, Endpoints>();
    }
}
