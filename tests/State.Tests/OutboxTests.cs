using System.Collections.Concurrent;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Outbox;
using Holdfast.State.Sagas;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Databases;
using MassTransit;
using MassTransit.Context;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Holdfast.State.Tests;

/// <summary>A small saga that counts, so that what the repository and the outbox promise can be seen.</summary>
public class OutboxTests
{
    /// <summary>What fails for a moment is tried again for eight seconds.</summary>
    private static readonly TimeSpan LongerThanRetries = TimeSpan.FromSeconds(12);

    public static TheoryData<string> Providers => StateHost.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Racing_first_messages_make_one_saga_that_speaks_once(string provider)
    {
        await using var host = await StartAsync(provider);
        for (var round = 0; round < 5; round++)
        {
            var id = Guid.NewGuid();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Bus.Publish(Requested(id))));
            await SettledAsync(host, id, handled: 8 * (round + 1));

            await Eventually.TrueAsync(() => Seen(host).Accepted.Any(accepted => accepted.OperationId == id), "it has spoken");
            Assert.Single(Seen(host).Accepted, accepted => accepted.OperationId == id);
        }

        Assert.Equal(5, await host.QueryAsync(db => db.Backups.CountAsync()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Parallel_events_are_all_counted(string provider)
    {
        await using var host = await StartAsync(provider);
        var id = Guid.NewGuid();
        await host.Bus.Publish(Requested(id));
        await SettledAsync(host, id, handled: 1);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => host.Bus.Publish(Cancel(id))));
        await SettledAsync(host, id, handled: 61);

        Assert.Equal(60, await host.QueryAsync(db => db.Backups.Select(saga => saga.Total).SingleAsync()));
        await Eventually.TrueAsync(() => Seen(host).Cancelled.Count == 60, "every event was answered");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_redelivered_message_is_handled_once(string provider)
    {
        await using var host = await StartAsync(provider);
        var (id, message) = (Guid.NewGuid(), Guid.NewGuid());
        await host.Bus.Publish(Requested(id));
        await SettledAsync(host, id, handled: 1);

        for (var i = 0; i < 3; i++)
        {
            await host.Bus.Publish(Cancel(id), context => context.MessageId = message);
        }

        await host.Bus.Publish(Cancel(id));
        await SettledAsync(host, id, handled: 3);
        Assert.Equal(2, await host.QueryAsync(db => db.Backups.Select(saga => saga.Total).SingleAsync()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_handler_that_fails_leaves_nothing_and_says_nothing(string provider)
    {
        await using var host = await StartAsync(provider);
        var id = Guid.NewGuid();
        await host.Bus.Publish(Requested(id) with { Namespace = Machine.Poison });
        await Eventually.TrueAsync(() => Seen(host).Faults.Contains(id), "the fault is published");

        Assert.Equal(0, await host.QueryAsync(db => db.Backups.CountAsync()));
        Assert.Equal(0, await host.QueryAsync(db => db.Outbox.CountAsync()));
        Assert.Empty(Seen(host).Accepted);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_scope_publishes_goes_out_with_its_commit_only(string provider)
    {
        await using var host = await StartAsync(provider);
        var (rolledBack, committed) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(Requested(rolledBack));
        }

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(Requested(committed));
            await scope.ServiceProvider.GetRequiredService<HoldfastDb>().SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await SettledAsync(host, committed, handled: 1);
        Assert.Equal(committed, await host.QueryAsync(db => db.Backups.Select(saga => saga.CorrelationId).SingleAsync()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Messages_of_a_process_that_died_are_sent_by_the_next_one(string provider)
    {
        var connectionString = await FreshDatabase.CreateAsync(provider, TestContext.Current.CancellationToken);
        var id = Guid.NewGuid();
        await using (var host = await StartAsync(provider, connectionString, dispatch: false))
        {
            await host.Bus.Publish(Requested(id));
            await Eventually.TrueAsync(() => host.QueryAsync(db => db.Outbox.AnyAsync()), "the answer waits in the outbox");
            Assert.Empty(Seen(host).Accepted);
        }

        await using var next = await StartAsync(provider, connectionString);
        await Eventually.TrueAsync(() => Seen(next).Accepted.Any(accepted => accepted.OperationId == id), "the answer is sent");
        await Eventually.TrueAsync(async () => !await next.QueryAsync(db => db.Outbox.AnyAsync()), "the outbox is empty");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_message_that_cannot_be_sent_does_not_hold_up_the_others(string provider)
    {
        await using var host = await StartAsync(provider);
        await host.QueryAsync(async db =>
        {
            db.Add(new OutboxMessage { Destination = "nowhere://at/all", ContentType = "application/json", Body = "{}", DueAt = DateTime.UnixEpoch });
            return await db.SaveChangesAsync();
        });
        var id = Guid.NewGuid();
        await host.Bus.Publish(Requested(id));

        await Eventually.TrueAsync(() => Seen(host).Accepted.Any(accepted => accepted.OperationId == id), "the good message is sent");
        await Eventually.TrueAsync(
            () => host.QueryAsync(db => db.Outbox.AnyAsync(message => message.Destination.StartsWith("nowhere") && message.Attempts > 0)), "the bad one waits");
    }

    [Fact]
    public async Task Two_processes_on_one_server_send_each_message_once()
    {
        var connectionString = await FreshDatabase.CreateAsync("Postgres", TestContext.Current.CancellationToken);
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.NewGuid()).ToList();
        await using (var silent = await StartAsync("Postgres", connectionString, dispatch: false))
        {
            await Task.WhenAll(ids.Select(id => silent.Bus.Publish(Requested(id))));
            await Eventually.TrueAsync(async () => await silent.QueryAsync(db => db.Outbox.CountAsync()) == ids.Count, "all answers wait");
        }

        await using var first = await StartAsync("Postgres", connectionString);
        await using var second = await StartAsync("Postgres", connectionString);
        await Eventually.TrueAsync(async () => !await first.QueryAsync(db => db.Outbox.AnyAsync()), "the outbox is empty");
        await Eventually.TrueAsync(() => Seen(first).Accepted.Count + Seen(second).Accepted.Count >= ids.Count, "all answers arrived");
        Assert.Equal(ids.Order(), Seen(first).Accepted.Concat(Seen(second).Accepted).Select(accepted => accepted.OperationId).Order());
    }

    [Fact]
    public async Task A_message_waits_while_the_database_is_away()
    {
        await using var database = await DatabaseLine.CreateAsync();
        await using var host = await StartAsync("Postgres", database.ConnectionString);
        var id = Guid.NewGuid();
        database.TakeAway();

        await host.Bus.Publish(Requested(id));
        await Task.Delay(LongerThanRetries, TimeProvider.System, TestContext.Current.CancellationToken);
        database.GiveBack();

        await Eventually.TrueAsync(() => Seen(host).Accepted.Any(accepted => accepted.OperationId == id), "it has spoken");
        Assert.Empty(Seen(host).Faults);
    }

    [Fact]
    public async Task A_process_stops_while_its_messages_wait_for_the_database()
    {
        await using var database = await DatabaseLine.CreateAsync();
        var host = await StartAsync("Postgres", database.ConnectionString);
        database.TakeAway();
        await host.Bus.Publish(Requested(Guid.NewGuid()));
        await Eventually.TrueAsync(() => database.Misses > 4, "the database was looked for");

        var stopped = host.DisposeAsync().AsTask();

        Assert.Same(stopped, await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System)));
    }

    [Fact]
    public async Task That_a_queue_must_exist_is_remembered()
    {
        await using var host = await StartAsync("Sqlite", dispatch: false);
        await using var scope = host.Services.CreateAsyncScope();
        var endpoint = await scope.ServiceProvider.GetRequiredService<ISendEndpointProvider>().GetSendEndpoint(new Uri("exchange:somewhere"));
        await endpoint.Send(Cancel(Guid.NewGuid()), context => ((TransportSendContext)context).Mandatory = true);
        await endpoint.Send(Cancel(Guid.NewGuid()));
        await scope.ServiceProvider.GetRequiredService<HoldfastDb>().SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal([true, false], await host.QueryAsync(db => db.Outbox.OrderBy(message => message.Id).Select(message => message.Mandatory).ToListAsync()));
    }

    [Fact]
    public async Task A_saga_endpoint_without_the_outbox_is_refused()
    {
        await using var host = await StateHost.StartAsync("Sqlite", bus =>
        {
            bus.AddSagaStateMachine<Machine, BackupState>().InHoldfastState();
            bus.AddConsumer<Witness>();
        }, services: services => services.AddSingleton<Sightings>());
        var id = Guid.NewGuid();

        await host.Bus.Publish(Requested(id));

        await Eventually.TrueAsync(() => Seen(host).Faults.Contains(id), "the fault is published");
    }

    private static Task<StateHost> StartAsync(string provider, string? connectionString = null, bool dispatch = true) =>
        StateHost.StartAsync(
            provider,
            bus =>
            {
                bus.AddSagaStateMachine<Machine, BackupState>().InHoldfastState();
                bus.AddConsumer<Witness>();
                bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
                {
                    if (!name.StartsWith("Witness", StringComparison.Ordinal))
                    {
                        endpoint.UseStateTransaction(context);
                    }
                });
                if (!dispatch)
                {
                    bus.Remove(bus.Single(service => service.ImplementationType == typeof(OutboxDispatcher)));
                }
            },
            connectionString,
            services => services.AddSingleton<Sightings>());

    private static Sightings Seen(StateHost host) => host.Services.GetRequiredService<Sightings>();

    private static Task SettledAsync(StateHost host, Guid id, int handled) => Eventually.TrueAsync(
        () => host.QueryAsync(async db =>
            await db.Inbox.CountAsync() >= handled
            && await db.Backups.AnyAsync(saga => saga.CorrelationId == id)
            && !await db.Outbox.AnyAsync()),
        $"{handled} messages are handled and everything is sent");

    private static BackupRequested Requested(Guid id) => new() { OperationId = id, Namespace = "app", RequestedBy = "test" };

    private static CancelOperation Cancel(Guid id) => new() { OperationId = id, RequestedBy = "test" };

    public sealed class Sightings
    {
        public ConcurrentBag<BackupAccepted> Accepted { get; } = [];

        public ConcurrentBag<CancelAccepted> Cancelled { get; } = [];

        public ConcurrentBag<Guid> Faults { get; } = [];
    }

    public sealed class Witness(Sightings sightings) : IConsumer<BackupAccepted>, IConsumer<CancelAccepted>, IConsumer<Fault<BackupRequested>>
    {
        public Task Consume(ConsumeContext<BackupAccepted> context)
        {
            sightings.Accepted.Add(context.Message);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<CancelAccepted> context)
        {
            sightings.Cancelled.Add(context.Message);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<Fault<BackupRequested>> context)
        {
            sightings.Faults.Add(context.Message.Message.OperationId);
            return Task.CompletedTask;
        }
    }

    public sealed class Machine : MassTransitStateMachine<BackupState>
    {
        public const string Poison = "poison";

        public Machine()
        {
            InstanceState(saga => saga.CurrentState);
            Event(() => Requested, requested => requested.CorrelateById(context => context.Message.OperationId));
            Event(() => Cancelled, cancelled => cancelled.CorrelateById(context => context.Message.OperationId));
            Initially(When(Requested)
                .PublishAsync(context => context.Init<BackupAccepted>(new BackupAccepted
                {
                    OperationId = context.Saga.CorrelationId,
                    Namespace = "app",
                    Timestamp = "",
                }))
                .Then(context =>
                {
                    if (context.Message.Namespace == Poison)
                    {
                        throw new InvalidOperationException("poison");
                    }
                })
                .TransitionTo(Running));
            During(Running, Ignore(Requested), When(Cancelled)
                .Then(context => context.Saga.Total++)
                .Publish(context => new CancelAccepted { OperationId = context.Saga.CorrelationId }));
        }

        public MassTransit.State Running { get; private set; } = null!;

        public Event<BackupRequested> Requested { get; private set; } = null!;

        public Event<CancelOperation> Cancelled { get; private set; } = null!;
    }
}
