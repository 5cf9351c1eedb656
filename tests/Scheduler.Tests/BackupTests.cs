using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Runs;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using Holdfast.TestServers.Conditions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class BackupTests
{
    public static TheoryData<string> Providers => TestPlatform.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Ten_components_make_one_backup(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Ten);

        var accepted = await platform.BackupAsync();
        var status = await platform.ReachesAsync(accepted.OperationId, "Completed");

        Assert.Equal("Success", status.Status);
        Assert.Equal(TestPlatform.Ten, status.Components.Select(component => component.Component));
        await Eventually.TrueAsync(() => platform.Heard.Of<BackupCompleted>().Count == 1, "completion is published");
        var completed = platform.Heard.Of<BackupCompleted>().Single();
        Assert.Equal(TestPlatform.Ten, completed.Components.Select(component => component.Component));
        Assert.Equal(TestPlatform.Ten, platform.Heard.Of<BackupStarting>().Single().Components);
        Assert.Equal(10, platform.World.Runs.Count);
        Assert.Equal(completed.Components, platform.World.Manifests[$"app/{accepted.Timestamp}"].Components);
        Assert.Empty(platform.Heard.Of<Fault>());

        var listed = Assert.Single(await ListAsync(platform));
        Assert.Equal((accepted.Timestamp, "Success", 100, 30), (listed.Timestamp, listed.Status, listed.LogicalBytes, listed.StoredBytes));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_next_backup_builds_on_the_newest_good_snapshots(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two);
        var first = await platform.BackupAsync();
        await platform.ReachesAsync(first.OperationId, "Completed");
        var second = await platform.BackupAsync(["gitserver"]);
        await platform.ReachesAsync(second.OperationId, "Completed");
        var third = await platform.BackupAsync();
        await platform.ReachesAsync(third.OperationId, "Completed");

        var parents = await platform.QueryAsync(db => db.Components.Where(row => row.OperationId == third.OperationId)
            .OrderBy(row => row.Component).Select(row => row.ParentSnapshotKey).ToListAsync());
        Assert.Equal(
            [
                platform.World.Manifests[$"app/{first.Timestamp}"].Components[0].SnapshotKey,
                platform.World.Manifests[$"app/{second.Timestamp}"].Components[0].SnapshotKey,
            ],
            parents);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_failing_component_fails_the_backup_and_is_named(string provider)
    {
        var world = new FakeWorld
        {
            Before = (run, _) => run.Component.Name == "gogs" ? throw new RunFailedException("pg_dump: permission denied", retryable: false) : Task.CompletedTask,
        };
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Ten, world);

        var accepted = await platform.BackupAsync();
        var status = await platform.ReachesAsync(accepted.OperationId, "Failed");

        Assert.Equal("backup of db/gogs failed: pg_dump: permission denied", status.Status);
        await Eventually.TrueAsync(() => platform.Heard.Of<OperationStopped>().Count == 1 && platform.Heard.Of<BackupFailed>().Count == 1, "the others are stopped, failure is published");
        Assert.Equal(status.Status, platform.Heard.Of<BackupFailed>().Single().Reason);
        Assert.Empty(world.Manifests);
        Assert.Equal(status.Status, Assert.Single(await ListAsync(platform)).Status);
        world.Before = (_, _) => Task.CompletedTask;
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_passing_failure_is_tried_again_with_what_was_stored(string provider)
    {
        var world = new FakeWorld { Before = (run, _) => run.Attempt < 3 ? throw new IOException("connection reset") : Task.CompletedTask };
        await using var platform = await TestPlatform.StartAsync(provider, [TestPlatform.Two[0]], world);

        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Completed");

        var runs = world.Runs.ToList();
        Assert.Equal([1, 2, 3], runs.Select(run => run.Attempt));
        Assert.Equal([runs[0].RunId, runs[1].RunId], runs[2].EarlierRunIds);
    }

    [Fact]
    public async Task Only_a_try_after_a_failure_is_told_to_wait_first()
    {
        var world = new FakeWorld { Before = (run, _) => run.Attempt == 1 ? throw new IOException("connection reset") : Task.CompletedTask };
        var settings = new Dictionary<string, string?> { ["Scheduler:RetryPause"] = "00:30:00" };
        await using var platform = await TestPlatform.StartAsync("Sqlite", [TestPlatform.Two[0]], world, settings: settings);
        var accepted = await platform.BackupAsync();

        await platform.UntilAsync(db => db.Components.AnyAsync(row => row.Attempt == 2 && row.State == RunState.Running), "the second try is claimed");

        Assert.IsType<CancelAccepted>(await platform.CancelAsync(accepted.OperationId));
        await platform.ReachesAsync(accepted.OperationId, "Cancelled");
        Assert.Equal([1], world.Runs.Select(run => run.Attempt));
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_is_given_up()
    {
        var world = new FakeWorld { Before = (_, _) => throw new IOException("connection reset") };
        await using var platform = await TestPlatform.StartAsync("Sqlite", [TestPlatform.Two[0]], world);

        var accepted = await platform.BackupAsync();
        var status = await platform.ReachesAsync(accepted.OperationId, "Failed");

        Assert.Equal("backup of db/airflow failed: connection reset", status.Status);
        Assert.Equal(3, world.Runs.Count);
    }

    [Fact]
    public async Task A_worker_that_breaks_before_it_claims_its_run_is_tried_again()
    {
        var commands = 0;
        var world = new FakeWorld { BeforeClaim = () => _ = Interlocked.Increment(ref commands) == 1 ? throw new IOException("no such file") : 0 };
        await using var platform = await TestPlatform.StartAsync("Sqlite", [TestPlatform.Two[0]], world);

        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");

        Assert.Equal([2], world.Runs.Select(run => run.Attempt));
    }

    [Fact]
    public async Task A_worker_that_breaks_each_time_before_it_claims_its_run_fails_the_backup()
    {
        var world = new FakeWorld { BeforeClaim = () => throw new IOException("no such file") };
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world);

        var status = await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Failed");

        Assert.Matches("^backup of (db/airflow|volume/gitserver) failed: its service could not carry out the command: no such file$", status.Status);
        Assert.Empty(world.Runs);
    }

    [Fact]
    public async Task Without_components_the_backup_fails_and_says_so()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", []);

        var status = await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Failed");

        Assert.StartsWith("nothing to back up: no component is registered in namespace app", status.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_component_fails_the_backup_and_is_named()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two);

        var status = await platform.ReachesAsync((await platform.BackupAsync(["gitserver", "db/gogs"])).OperationId, "Failed");

        Assert.Equal("not registered in namespace app: db/gogs", status.Status);
        Assert.Empty(platform.World.Runs);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_two_requests_at_once_one_is_rejected_with_the_ongoing_text(string provider)
    {
        var world = new FakeWorld();
        world.HangAt(run => run.Component.Kind == ComponentKind.Volume);
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world);

        var client = platform.Bus.CreateRequestClient<BackupRequested>(RequestTimeout.After(s: 60));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetResponse<BackupAccepted, BackupRejected>(TestPlatform.Request())));

        var accepted = Assert.Single(answers.Select(answer => answer.Message).OfType<BackupAccepted>());
        Assert.All(answers.Select(answer => answer.Message).OfType<BackupRejected>(), rejected =>
        {
            Assert.Equal(RejectionCode.Ongoing, rejected.Code);
            Assert.StartsWith("backup/restore operation ongoing with pending DBs: [", rejected.Reason, StringComparison.Ordinal);
        });
        await Eventually.TrueAsync(
            async () => (await platform.StatusAsync(accepted.OperationId)).Status
                == "backup/restore operation ongoing with pending DBs: [] and pending Volumes: [gitserver] and completed DBs: [airflow] and completed Volumes: []",
            "the database is done");
        Assert.Equal(1, await platform.QueryAsync(db => db.Backups.CountAsync()));
        Assert.Single(await ListAsync(platform));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_request_that_was_rejected_stays_so_when_it_comes_again(string provider)
    {
        var (world, release) = (new FakeWorld(), new TaskCompletionSource());
        world.Before = (run, cancellationToken) => release.Task.WaitAsync(cancellationToken);
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world);
        var client = platform.Bus.CreateRequestClient<BackupRequested>(RequestTimeout.After(s: 60));
        var running = (await platform.BackupAsync()).OperationId;
        var request = TestPlatform.Request();
        var first = await AskAsync();
        Assert.Equal(RejectionCode.Ongoing, first.Code);

        release.SetResult();
        await platform.ReachesAsync(running, "Completed");
        Assert.Equal(first, await AskAsync());
        Assert.Single(await ListAsync(platform));
        await Eventually.TrueAsync(() => platform.Heard.Of<BackupRejected>().Count == 1, "the first rejection is published"); // the second time only who asks hears it

        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        Assert.Single(platform.Heard.Of<BackupRejected>());

        async Task<BackupRejected> AskAsync() => Assert.IsType<BackupRejected>((await client.GetResponse<BackupAccepted, BackupRejected>(request)).Message);
    }

    [Fact]
    public async Task A_rejection_is_forgotten_after_a_week()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2023, 2, 2, 16, 0, 0, TimeSpan.Zero));
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, clock: clock);
        var now = clock.GetUtcNow().UtcDateTime;
        await platform.QueryAsync(db =>
        {
            db.AddRange(new[] { -8, -6 }.Select(days => new RejectedRequest
            {
                OperationId = Guid.NewGuid(),
                Namespace = "app",
                Code = RejectionCode.Ongoing,
                Reason = $"{days}",
                RejectedAt = now.AddDays(days),
            }));
            return db.SaveChangesAsync();
        });

        await Eventually.TrueAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromMinutes(10));
                return await platform.QueryAsync(db => db.RejectedRequests.CountAsync()) == 1;
            },
            "the old one is gone");
        Assert.Equal("-6", (await platform.QueryAsync(db => db.RejectedRequests.SingleAsync())).Reason);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_backup()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two);
        var id = Guid.NewGuid();

        var first = await platform.BackupAsync(operationId: id);
        await platform.ReachesAsync(id, "Completed");
        var second = await platform.BackupAsync(operationId: id);

        Assert.Equal(first, second);
        Assert.Equal(1, await platform.QueryAsync(db => db.Backups.CountAsync()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Cancelling_stops_the_workers_and_frees_the_namespace(string provider)
    {
        var world = new FakeWorld();
        world.HangAt(_ => true);
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world);
        var accepted = await platform.BackupAsync();
        await Eventually.TrueAsync(() => world.Runs.Count == 2, "both run");

        Assert.IsType<CancelAccepted>(await platform.CancelAsync(accepted.OperationId));

        var status = await platform.ReachesAsync(accepted.OperationId, "Cancelled");
        Assert.Equal("cancelled by somebody", status.Status);
        await Eventually.TrueAsync(() => platform.Heard.Of<BackupFailed>().Any(failed => failed.Cancelled), "it is published");
        Assert.IsType<CancelRejected>(await platform.CancelAsync(accepted.OperationId));
        world.Before = (_, _) => Task.CompletedTask; // the stopped runs have left their slots
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
    }

    [Fact]
    public async Task A_refused_commit_fails_the_backup()
    {
        var world = new FakeWorld { CommitRefusal = "snapshot of db/airflow is missing in the store" };
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world);

        var status = await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Failed");

        Assert.Equal("committing the backup failed: snapshot of db/airflow is missing in the store", status.Status);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_process_killed_while_components_run_finishes_after_restart(string provider)
    {
        var world = new FakeWorld();
        world.HangAt(run => run.Component.Kind == ComponentKind.Volume);
        var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world);
        var accepted = await platform.BackupAsync();
        await platform.UntilAsync(db => db.Backups.AnyAsync(saga => saga.Open == 1), "one component is done");
        await Eventually.TrueAsync(() => world.Runs.Count == 2, "the other runs");
        world.Before = (_, _) => Task.CompletedTask;

        await using var next = await platform.RestartAsync();

        await next.ReachesAsync(accepted.OperationId, "Completed");
        Assert.Equal(3, world.Runs.Count);
        Assert.Single(world.Manifests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_process_killed_while_committing_finishes_after_restart(string provider)
    {
        var world = new FakeWorld { UploaderAnswers = false };
        var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world);
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Committing");
        world.UploaderAnswers = true;

        await using var next = await platform.RestartAsync();

        await next.ReachesAsync(accepted.OperationId, "Completed");
        Assert.Equal(2, world.Runs.Count);
    }

    [Fact]
    public async Task A_component_that_kills_its_process_every_time_is_given_up()
    {
        var world = new FakeWorld();
        world.HangAt(_ => true);
        var platform = await TestPlatform.StartAsync("Sqlite", [TestPlatform.Two[0]], world);
        var accepted = await platform.BackupAsync();
        for (var deaths = 1; deaths <= 2; deaths++)
        {
            await Eventually.TrueAsync(() => world.Runs.Count == deaths, "it runs");
            platform = await platform.RestartAsync();
        }

        await Eventually.TrueAsync(() => world.Runs.Count == 3, "it runs");
        await using var last = await platform.RestartAsync();

        var status = await last.ReachesAsync(accepted.OperationId, "Failed");
        Assert.Equal("backup of db/airflow failed: the process died 3 times while it ran", status.Status);
    }

    private static async Task<IReadOnlyList<BackupListItem>> ListAsync(TestPlatform platform)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BackupQueries>().ListAsync("app", default);
    }
}
