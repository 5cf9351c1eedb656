using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>A worker on the real claim and heartbeat machinery, with the work of <see cref="FakeWorld"/>.</summary>
internal sealed class FakeWorker :
    IConsumer<DumpDatabase>, IConsumer<ArchiveVolume>,
    IConsumer<PreflightDatabase>, IConsumer<PreflightVolume>,
    IConsumer<PrepareDatabase>, IConsumer<PrepareVolume>,
    IConsumer<CommitDatabase>, IConsumer<CommitVolume>,
    IConsumer<DiscardDatabase>, IConsumer<DiscardVolume>,
    IConsumer<RollBackDatabase>, IConsumer<RollBackVolume>,
    IConsumer<ForgetPreviousDatabase>, IConsumer<ForgetPreviousVolume>
{
    private readonly RunExecutor _executor;
    private readonly FakeWorld _world;

    public FakeWorker(RunExecutor executor, FakeWorld world)
    {
        (_executor, _world) = (executor, world);
        world.BeforeClaim();
    }

    public Task Consume(ConsumeContext<DumpDatabase> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<ArchiveVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<PreflightDatabase> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<PreflightVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<PrepareDatabase> context)
    {
        _world.Preparations.Enqueue(context.Message);
        return _executor.RunAsync(context, _world.DoAsync);
    }

    public Task Consume(ConsumeContext<PrepareVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<CommitDatabase> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<CommitVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<DiscardDatabase> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<DiscardVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<RollBackDatabase> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<RollBackVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<ForgetPreviousDatabase> context) => _executor.RunAsync(context, _world.DoAsync);

    public Task Consume(ConsumeContext<ForgetPreviousVolume> context) => _executor.RunAsync(context, _world.DoAsync);

    /// <summary>The queues of the served components.</summary>
    internal sealed class Endpoints(IEnumerable<ServedComponents> served) : IBusEndpoints
    {
        public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
        {
            foreach (var queue in served.SelectMany(some => some.Components).Select(Queues.For).Distinct())
            {
                bus.ReceiveEndpoint(queue, endpoint =>
                {
                    endpoint.ForRuns(context, slots: 8);
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
