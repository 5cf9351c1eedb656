using System.Collections.Concurrent;
using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using Holdfast.Messaging;
using Holdfast.TestServers.Conditions;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Holdfast.Hosting.Tests;

/// <summary>The worker's half of a run, against a coordinator that grants what the test says.</summary>
public sealed class RunExecutorTests : IAsyncLifetime
{
    private readonly Desk _desk = new();
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_desk);
        builder.AddRuns(_ => [ComponentId.Database("airflow")]);
        builder.AddHoldfastBus(bus =>
        {
            bus.AddRunConsumers();
            bus.AddConsumer<Coordinator>().Endpoint(endpoint => endpoint.Name = Queues.BackupSaga);
            bus.AddConsumer<Worker>().Endpoint(endpoint => endpoint.Name = Queues.DbDumper);
            bus.AddConsumer<Listener>();
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }

    [Fact]
    public async Task Components_are_announced_at_start() =>
        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentsAnnounced>().Any(heard => heard.Components.Single() == ComponentId.Database("airflow")), "announced");

    [Fact]
    public async Task A_granted_run_works_under_the_id_of_the_grant_and_reports()
    {
        var granted = Guid.NewGuid();
        _desk.Grant = _ => granted;

        await SendAsync();

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentCompleted>().Any(), "completed");
        Assert.Equal(granted, _desk.Heard.OfType<ComponentCompleted>().Single().RunId);
        Assert.Equal(granted, _desk.Heard.OfType<ComponentStarted>().Single().RunId);
    }

    [Fact]
    public async Task A_refused_command_does_nothing()
    {
        _desk.Grant = _ => null;
        await SendAsync();
        await Eventually.TrueAsync(() => _desk.Claims.Count == 1, "claimed");
        _desk.Grant = claim => claim.RunId;
        await SendAsync();

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentCompleted>().Any(), "the second is done");
        Assert.Single(_desk.Worked);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_failure_is_reported_as_it_says(bool retryable, bool expected)
    {
        _desk.Work = (_, _) => throw new RunFailedException("no such role", retryable);

        await SendAsync();

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentFailed>().Any(), "failed");
        var failed = _desk.Heard.OfType<ComponentFailed>().Single();
        Assert.Equal(("no such role", expected), (failed.Reason, failed.Retryable));
    }

    [Fact]
    public async Task Any_other_exception_is_worth_another_attempt()
    {
        _desk.Work = (_, _) => throw new IOException("connection reset");

        await SendAsync();

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentFailed>().Any(), "failed");
        Assert.True(_desk.Heard.OfType<ComponentFailed>().Single().Retryable);
    }

    [Fact]
    public async Task A_stopped_operation_ends_its_runs_without_a_word()
    {
        _desk.Work = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        var command = await SendAsync();
        await Eventually.TrueAsync(() => _desk.Worked.Count == 1, "it runs");

        await Bus.Publish(new OperationStopped { OperationId = command.OperationId, Reason = "cancelled" });

        await Eventually.TrueAsync(() => _desk.Ended.Count == 1, "it has ended");
        Assert.Empty(_desk.Heard.OfType<ComponentFailed>());
        Assert.Empty(_desk.Heard.OfType<ComponentCompleted>());
    }

    [Fact]
    public async Task A_try_after_a_failure_waits_as_it_is_told_and_can_be_stopped_meanwhile()
    {
        _desk.Pause = TimeSpan.FromHours(1);
        var command = await SendAsync();
        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentStarted>().Any(), "it is claimed");

        await Bus.Publish(new OperationStopped { OperationId = command.OperationId, Reason = "cancelled" });

        _desk.Pause = TimeSpan.Zero;
        await SendAsync();
        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentCompleted>().Any(), "the next one is done");
        Assert.NotEqual(command.RunId, _desk.Worked.Single().RunId);
    }

    [Fact]
    public async Task A_run_waits_for_a_free_slot_and_can_be_stopped_meanwhile()
    {
        var release = new TaskCompletionSource();
        _desk.Slots = new Slots(1);
        _desk.Work = (_, cancellationToken) => release.Task.WaitAsync(cancellationToken);
        var first = await SendAsync();
        await Eventually.TrueAsync(() => _desk.Worked.Count == 1, "it runs");
        var second = await SendAsync();
        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentStarted>().Count() == 2, "the next one is claimed");

        await Bus.Publish(new OperationStopped { OperationId = second.OperationId, Reason = "cancelled" });

        await Eventually.TrueAsync(() => _desk.Consumed.Contains(second.RunId), "it has ended");
        var third = await SendAsync();
        release.SetResult();
        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentCompleted>().Count() == 2, "the others are done");
        Assert.Equal([first.RunId, third.RunId], _desk.Worked.Select(run => run.RunId));
    }

    [Fact]
    public async Task A_claim_that_could_not_be_decided_is_made_again()
    {
        _desk.Grant = claim => _desk.Claims.Count > 1 ? claim.RunId : throw new InvalidOperationException("database is locked");

        await SendAsync();

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentCompleted>().Any(), "completed");
        Assert.Equal(2, _desk.Claims.Count);
    }

    [Fact]
    public async Task A_newer_run_of_the_same_component_ends_the_older_one_first()
    {
        _desk.Work = (run, cancellationToken) => run.Attempt == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Task.CompletedTask;
        var first = await SendAsync();
        await Eventually.TrueAsync(() => _desk.Worked.Count == 1, "it runs");

        await SendAsync(first with { RunId = Guid.NewGuid(), Attempt = 2 });

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentCompleted>().Any(), "the newer one is done");
        Assert.Equal([1, 2], _desk.Ended);
    }

    [Fact]
    public async Task Progress_goes_out_while_the_run_works()
    {
        var release = new TaskCompletionSource();
        _desk.Work = (run, _) =>
        {
            run.Report(1);
            run.Report(2, 10, 3);
            return release.Task;
        };
        await SendAsync();

        await Eventually.TrueAsync(() => _desk.Heard.OfType<ComponentProgressed>().Any(), "progress is heard");
        release.SetResult();
        var progress = _desk.Heard.OfType<ComponentProgressed>().Single();
        Assert.Equal((2, 10, 3), (progress.DoneBytes, progress.TotalBytes, progress.DoneFiles));
    }

    private IBus Bus => _host.Services.GetRequiredService<IBus>();

    private async Task<DumpDatabase> SendAsync(DumpDatabase? command = null)
    {
        command ??= new DumpDatabase
        {
            OperationId = Guid.NewGuid(),
            Namespace = "app",
            Timestamp = "2023-02-02t16-00-00",
            Component = ComponentId.Database("airflow"),
            RunId = Guid.NewGuid(),
            Attempt = 1,
        };
        await Bus.SendCommandAsync<object>(Queues.DbDumper, command, CancellationToken.None);
        return command;
    }

    /// <summary>What the test decides and sees.</summary>
    public sealed class Desk
    {
        public Func<ClaimRun, Guid?> Grant { get; set; } = claim => claim.RunId;

        public TimeSpan Pause { get; set; }

        public Func<Run, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;

        public Slots? Slots { get; set; }

        public ConcurrentQueue<ClaimRun> Claims { get; } = [];

        public ConcurrentQueue<Run> Worked { get; } = [];

        /// <summary>Attempts whose work has ended, in order.</summary>
        public ConcurrentQueue<int> Ended { get; } = [];

        /// <summary>Commands that the bus has got back as done.</summary>
        public ConcurrentQueue<Guid> Consumed { get; } = [];

        public ConcurrentQueue<object> Heard { get; } = [];
    }

    public sealed class Coordinator(Desk desk) : IConsumer<ClaimRun>
    {
        public Task Consume(ConsumeContext<ClaimRun> context)
        {
            var claim = context.Message;
            desk.Claims.Enqueue(claim);
            return desk.Grant(claim) is { } run
                ? context.RespondAsync(new RunGranted
                {
                    OperationId = claim.OperationId,
                    RunId = run,
                    Attempt = desk.Claims.Count,
                    EarlierRunIds = [],
                    Pause = desk.Pause,
                })
                : context.RespondAsync(new RunRefused { OperationId = claim.OperationId, Reason = "no" });
        }
    }

    public sealed class Worker(RunExecutor executor, Desk desk) : IConsumer<DumpDatabase>
    {
        public async Task Consume(ConsumeContext<DumpDatabase> context)
        {
            await executor.RunAsync(context, WorkAsync, desk.Slots);
            desk.Consumed.Enqueue(context.Message.RunId);
        }

        private async Task<RunEvent> WorkAsync(Run run, CancellationToken cancellationToken)
        {
            desk.Worked.Enqueue(run);
            try
            {
                await desk.Work(run, cancellationToken);
            }
            finally
            {
                desk.Ended.Enqueue(run.Attempt);
            }

            return new ComponentCompleted
            {
                OperationId = run.OperationId,
                Namespace = run.Namespace,
                Component = run.Component,
                RunId = run.RunId,
                Snapshot = new ComponentSnapshot
                {
                    Component = run.Component,
                    SnapshotKey = "k",
                    SnapshotSha256 = "",
                    CapturedAt = default,
                    Size = new SnapshotSize { LogicalBytes = 0, AddedBytes = 0, StoredBytes = 0, Files = 0 },
                },
            };
        }
    }

    public sealed class Listener(Desk desk) :
        IConsumer<ComponentStarted>, IConsumer<ComponentCompleted>, IConsumer<ComponentFailed>, IConsumer<ComponentProgressed>, IConsumer<ComponentsAnnounced>
    {
        public Task Consume(ConsumeContext<ComponentStarted> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<ComponentCompleted> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<ComponentFailed> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<ComponentProgressed> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<ComponentsAnnounced> context) => Hear(context.Message);

        private Task Hear(object message)
        {
            desk.Heard.Enqueue(message);
            return Task.CompletedTask;
        }
    }
}
