using CsCheck;
using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.Scheduler.Watch;
using Holdfast.State.Operations;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Holdfast.Scheduler.Tests;

/// <summary>Messages duplicated, reordered, late, of dead runs: the backup ends once, and with the snapshots of the runs it believed.</summary>
public class InterleavingTests
{
    private static readonly ComponentId[] Components = [ComponentId.Database("a"), ComponentId.Database("b"), ComponentId.Volume("c")];

    private enum Act
    {
        Claim,
        ClaimRedelivered,
        Complete,
        CompleteOfDeadRun,
        FailRetryable,
        FailForGood,
        Lose,
        Resume,
        CommitTooEarly,
        Cancel,
    }

    private static Gen<(Act Act, int Component, bool Twice)[]> Stories { get; } = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Act.Claim)),
            (2, Gen.Const(Act.ClaimRedelivered)),
            (6, Gen.Const(Act.Complete)),
            (2, Gen.Const(Act.CompleteOfDeadRun)),
            (2, Gen.Const(Act.FailRetryable)),
            (1, Gen.Const(Act.FailForGood)),
            (2, Gen.Const(Act.Lose)),
            (2, Gen.Const(Act.Resume)),
            (1, Gen.Const(Act.CommitTooEarly)),
            (1, Gen.Const(Act.Cancel))),
        Gen.Int[0, 2],
        Gen.Bool,
        (act, component, twice) => (act, component, twice)).Array[1, 14];

    [Theory]
    [InlineData("Sqlite", 40)]
    [InlineData("Postgres", 20)]
    public async Task A_backup_ends_once_whatever_the_order_of_messages(string provider, int stories)
    {
        await using var platform = await TestPlatform.StartAsync(provider, []);
        await Stories.SampleAsync(story => PlayAsync(platform, story), iter: stories, threads: 1);
        Assert.DoesNotContain(platform.Heard.Of<Fault>(), fault => fault.Exceptions.Length > 0);
    }

    private static async Task PlayAsync(TestPlatform platform, (Act Act, int Component, bool Twice)[] story)
    {
        var scene = await Scene.OpenAsync(platform);
        foreach (var (act, component, twice) in story)
        {
            await scene.PlayAsync(act, Components[component], twice);
        }

        await scene.CloseAsync();
    }

    /// <summary>One backup in a namespace of its own; the test is its workers.</summary>
    private sealed class Scene(TestPlatform platform, string name, BackupAccepted backup)
    {
        private readonly List<Guid> _dead = [Guid.NewGuid()];
        private readonly Dictionary<ComponentId, Guid> _believed = [];

        public static async Task<Scene> OpenAsync(TestPlatform platform)
        {
            var name = $"n{Guid.NewGuid():N}"[..20];
            await platform.Bus.Publish(new ComponentsAnnounced { Instance = "test", Namespace = name, Components = Components });
            await platform.UntilAsync(async db => await db.Registry.CountAsync(row => row.Namespace == name) == 3, "registered");
            var client = platform.Bus.CreateRequestClient<BackupRequested>(RequestTimeout.After(s: 60));
            var accepted = await client.GetResponse<BackupAccepted>(TestPlatform.Request() with { Namespace = name });
            return new Scene(platform, name, accepted.Message);
        }

        public async Task PlayAsync(Act act, ComponentId component, bool twice)
        {
            var row = await RowAsync(component);
            for (var i = 0; i < (twice ? 2 : 1); i++)
            {
                await PlayAsync(act, row);
            }
        }

        /// <summary>Lets what is left complete, if anything is, and looks at the end.</summary>
        public async Task CloseAsync()
        {
            for (var status = await platform.StatusAsync(backup.OperationId); status.Ongoing; status = await platform.StatusAsync(backup.OperationId))
            {
                foreach (var component in Components)
                {
                    var row = await RowAsync(component);
                    if (row.State is RunState.Dispatched or RunState.Running)
                    {
                        await PlayAsync(Act.Complete, row);
                    }
                }
            }

            var end = await platform.StatusAsync(backup.OperationId);
            await PublishAsync(Completed(Components[0], (await RowAsync(Components[0])).RunId), listeners: 1); // one more, too late
            await PublishAsync(new BackupCommitted { OperationId = backup.OperationId, Namespace = name, Timestamp = backup.Timestamp }, listeners: 1);
            Assert.Equal(end.State, (await platform.StatusAsync(backup.OperationId)).State);
            var manifest = platform.World.Manifests.GetValueOrDefault($"{name}/{backup.Timestamp}");
            Assert.Equal(end.State == "Completed", manifest is not null);
            if (manifest is not null)
            {
                Assert.Equal(Components, manifest.Components.Select(snapshot => snapshot.Component));
                Assert.All(manifest.Components, snapshot => Assert.Equal(FakeWorld.Snapshot(snapshot.Component, _believed[snapshot.Component]), snapshot));
            }

            await platform.UntilAsync(db => db.Locks.AnyAsync(row => row.Namespace == name && row.OperationId == null), "the namespace is free");
        }

        private async Task PlayAsync(Act act, OperationComponent row)
        {
            var id = backup.OperationId;
            switch (act)
            {
                case Act.Claim or Act.ClaimRedelivered:
                    var client = platform.Bus.CreateRequestClient<ClaimRun>(Queues.Address(Queues.BackupSaga), RequestTimeout.After(s: 60));
                    await client.GetResponse<RunGranted, RunRefused>(new ClaimRun
                    {
                        OperationId = id,
                        Component = row.Component,
                        RunId = row.CommandId,
                        ClaimId = Guid.NewGuid(),
                        Redelivered = act == Act.ClaimRedelivered,
                    });
                    break;
                case Act.Complete:
                    if (row.State is RunState.Dispatched or RunState.Running)
                    {
                        _believed[row.Component] = row.RunId;
                    }

                    await PublishAsync(Completed(row.Component, row.RunId), listeners: 1);
                    break;
                case Act.CompleteOfDeadRun:
                    await PublishAsync(Completed(row.Component, _dead[^1]), listeners: 1);
                    break;
                case Act.FailRetryable or Act.FailForGood:
                    _dead.Add(row.RunId);
                    await PublishAsync(new ComponentFailed
                    {
                        OperationId = id,
                        Namespace = name,
                        Component = row.Component,
                        RunId = row.RunId,
                        Step = RunStep.Backup,
                        Reason = "broken",
                        Retryable = act == Act.FailRetryable,
                    }, listeners: 2);
                    break;
                case Act.Lose:
                    await PublishAsync(new ComponentSilent { OperationId = id, Component = row.Component, RunId = row.RunId, Silence = Silence.RunLost, Reason = "silent" }, listeners: 2);
                    break;
                case Act.Resume:
                    await PublishAsync(new ResumeOperation { OperationId = id, RunsLostBefore = TimeProvider.System.GetUtcNow() }, listeners: 2);
                    break;
                case Act.CommitTooEarly:
                    if ((await platform.StatusAsync(id)).State != "Committing") // there it would be a lie that only the uploader can tell
                    {
                        await PublishAsync(new BackupCommitFailed { OperationId = id, Namespace = name, Timestamp = backup.Timestamp, Reason = "too early" }, listeners: 1);
                    }

                    break;
                default:
                    await platform.CancelAsync(id);
                    break;
            }
        }

        /// <summary>Publishes and waits until each saga that listens has handled it.</summary>
        private async Task PublishAsync<T>(T message, int listeners)
            where T : class
        {
            var id = Guid.NewGuid();
            await platform.Bus.Publish(message, context => context.MessageId = id);
            await platform.UntilAsync(async db => await db.Inbox.CountAsync(row => row.MessageId == id) == listeners, "the message is handled");
        }

        private Task<OperationComponent> RowAsync(ComponentId component) => platform.QueryAsync(
            db => db.Components.AsNoTracking().SingleAsync(row => row.OperationId == backup.OperationId && row.Component == component));

        private ComponentCompleted Completed(ComponentId component, Guid run) => new()
        {
            OperationId = backup.OperationId,
            Namespace = name,
            Component = component,
            RunId = run,
            Snapshot = FakeWorld.Snapshot(component, run),
        };
    }
}
