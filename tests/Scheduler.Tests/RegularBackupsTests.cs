using System.Text.Json;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Settings;
using Holdfast.Hosting.Backups;
using Holdfast.Scheduler.Schedule;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Database;
using Holdfast.State.Schedule;
using Holdfast.State.Settings;
using Holdfast.TestServers.Conditions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class RegularBackupsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2023, 2, 2, 15, 50, 0, TimeSpan.Zero));

    /// <summary>The clock goes so fast that a minute of silence is over before a busy machine has done anything.</summary>
    private readonly Dictionary<string, string?> _patient =
        new[] { "SilenceLimit", "UnservedLimit", "ResendCommandAfter", "AskAgainAfter", "AnswerLimit" }.ToDictionary(limit => $"Scheduler:{limit}", _ => (string?)"10.00:00:00");

    private static DateTimeOffset Hour => new(2023, 2, 2, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_backup_runs_at_start_and_at_the_configured_times()
    {
        await using var platform = await StartAsync("true");
        await SuccessesAsync(platform, ["start-up"]);

        _clock.SetUtcNow(Hour);

        await SuccessesAsync(platform, ["start-up", "schedule"]);
        await Eventually.TrueAsync(() => platform.Heard.Of<BackupCompleted>().Count == 2, "both are published");
        Assert.StartsWith("2023-02-02t16-0", platform.Heard.Of<BackupCompleted>()[1].Timestamp, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_restarts_soon_does_not_back_up_again()
    {
        var platform = await StartAsync("true");
        await SuccessesAsync(platform, ["start-up"]);
        await platform.DisposeAsync();

        await using var next = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, platform.World, platform.ConnectionString, _clock, Settings("true"));
        _clock.SetUtcNow(Hour); // so that something is to be seen

        await SuccessesAsync(next, ["start-up", "schedule"]);
    }

    /// <summary>As an in-memory bus leaves it when its process dies: the request is noted, and nobody has it.</summary>
    [Fact]
    public async Task A_request_that_got_lost_is_repeated_at_start_and_is_the_backup_at_start()
    {
        var platform = await StartAsync("false");
        await platform.QueryAsync(db => RequestAsync(db, Guid.NewGuid()));
        await platform.DisposeAsync();

        await using var next = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, platform.World, platform.ConnectionString, _clock, Settings("true"));
        await SuccessesAsync(next, ["schedule"]);
        await AllStartedAsync(next);
        _clock.SetUtcNow(Hour); // so that a second one would be seen

        await SuccessesAsync(next, ["schedule", "schedule"]);
    }

    [Fact]
    public async Task A_request_of_which_only_the_answer_got_lost_is_answered_again_and_makes_no_second_backup()
    {
        var operation = Guid.NewGuid();
        var platform = await StartAsync("false");
        var timestamp = (await platform.BackupAsync(operationId: operation)).Timestamp;
        await platform.ReachesAsync(operation, "Completed");
        await platform.QueryAsync(db => RequestAsync(db, operation));
        await platform.DisposeAsync();

        await using var next = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, platform.World, platform.ConnectionString, _clock, Settings("true"));
        await AllStartedAsync(next);

        Assert.Equal(timestamp, Assert.Single(await RequestedAsync(next)).Timestamp);
        Assert.Equal(1, await next.QueryAsync(db => db.Backups.CountAsync()));
    }

    [Fact]
    public async Task Nothing_runs_by_itself_unless_enabled()
    {
        await using var platform = await StartAsync("false");

        _clock.AdjustTime(_clock.GetUtcNow().AddHours(2));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");

        Assert.Equal(["test"], await platform.QueryAsync(db => db.Backups.Select(saga => saga.RequestedBy).ToListAsync()));
    }

    [Fact]
    public async Task A_document_enables_changes_and_disables_backups_while_the_process_runs()
    {
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, clock: _clock, settings: _patient);

        await ChangeAsync(platform, 1, Hour, ("enableRegularBackups", "true"), ("backupFrequency", "0 0 16 * * *"));
        _clock.SetUtcNow(Hour);
        await SuccessesAsync(platform, ["schedule"]);

        await ChangeAsync(platform, 2, Hour.AddMinutes(30), ("enableRegularBackups", "true"), ("backupFrequency", "@every 30m"), ("backupRetentionCount", "1"));
        _clock.SetUtcNow(Hour.AddMinutes(30));
        await SuccessesAsync(platform, ["schedule", "schedule"]);
        await platform.UntilAsync(async db => await db.BackupEntries.CountAsync() == 1, "one backup is kept");

        await ChangeAsync(platform, 3, due: null);
        _clock.AdjustTime(_clock.GetUtcNow().AddDays(2));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        await SuccessesAsync(platform, ["schedule", "schedule", "test"]);
    }

    [Fact]
    public async Task Times_missed_while_the_process_was_down_are_made_up_for_by_one_backup_that_also_is_the_one_at_start()
    {
        var platform = await StartAsync("true");
        await SuccessesAsync(platform, ["start-up"]);
        await AllStartedAsync(platform);
        await platform.DisposeAsync();

        _clock.SetUtcNow(Hour.AddHours(2).AddMinutes(20));
        await using var next = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, platform.World, platform.ConnectionString, _clock, Settings("true"));
        await SuccessesAsync(next, ["start-up", "schedule"]);
        _clock.SetUtcNow(Hour.AddHours(3)); // so that a second one would be seen

        await SuccessesAsync(next, ["start-up", "schedule", "schedule"]);
        await AllStartedAsync(next);
        var requested = await RequestedAsync(next);
        Assert.Equal(
            [(Hour.AddHours(2).UtcDateTime, 2), (Hour.AddHours(3).UtcDateTime, 0)],
            requested.Where(one => one.Reason == "schedule").Select(one => (one.DueAt, one.Missed)));
    }

    [Fact]
    public async Task A_time_at_which_another_operation_runs_is_noted_as_skipped()
    {
        var world = new FakeWorld();
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, world, clock: _clock, settings: Settings("true"));
        await SuccessesAsync(platform, ["start-up"]);
        world.HangAt(run => run.Component.Name == "airflow");
        var running = await platform.BackupAsync();

        _clock.SetUtcNow(Hour);
        await Eventually.TrueAsync(
            async () =>
            {
                if ((await RequestedAsync(platform)).All(one => one.DueAt != Hour.UtcDateTime))
                {
                    _clock.Advance(TimeSpan.FromSeconds(1)); // not for longer: the hanging run would be given up
                }

                return (await RequestedAsync(platform)).Any(one => one.Outcome == ScheduledOutcome.Skipped);
            },
            "it is noted");

        var skipped = Assert.Single(await RequestedAsync(platform), one => one.Outcome == ScheduledOutcome.Skipped);
        Assert.Equal((Hour.UtcDateTime, null), (skipped.DueAt, skipped.Timestamp));
        Assert.Contains("another operation was running: backup/restore operation ongoing with pending DBs: [airflow]", skipped.Detail, StringComparison.Ordinal);
        await platform.CancelAsync(running.OperationId);
    }

    [Fact]
    public async Task Several_schedulers_back_up_once_at_each_time()
    {
        const string provider = "Postgres";
        var first = await TestPlatform.StartAsync(provider, TestPlatform.Two, clock: _clock, settings: Settings("true"));
        var second = await TestPlatform.StartAsync(provider, TestPlatform.Two, first.World, first.ConnectionString, _clock, Settings("true"));
        var third = await TestPlatform.StartAsync(provider, TestPlatform.Two, first.World, first.ConnectionString, _clock, Settings("true"));
        var expected = new List<string> { "start-up" };
        await SuccessesAsync(first, [.. expected]);

        for (var hour = 0; hour < 3; hour++)
        {
            _clock.SetUtcNow(Hour.AddHours(hour)); // all three wake up at this instant
            expected.Add("schedule");
            await SuccessesAsync(first, [.. expected]);
        }

        var requested = await RequestedAsync(first);
        Assert.Equal(
            Enumerable.Range(0, 3).Select(hour => Hour.AddHours(hour).UtcDateTime),
            requested.Where(one => one.Reason == "schedule").Select(one => one.DueAt));
        Assert.Equal(expected.Count, await first.QueryAsync(db => db.Backups.CountAsync())); // not even one that was rejected
        foreach (var platform in new[] { third, second, first })
        {
            await platform.DisposeAsync();
        }
    }

    [Fact]
    public void What_was_missed_is_made_up_for_once_and_jitter_comes_after_the_time()
    {
        var settings = new BackupOptions { EnableRegularBackups = true, BackupFrequency = "0 0 * * * *", Jitter = TimeSpan.FromMinutes(5) };
        var row = new BackupSchedule { Namespace = "app" };
        Assert.True(BackupPlan.Follow(row, settings, Hour.AddMinutes(-10)));
        Assert.Equal(Hour.UtcDateTime, row.DueAt);
        Assert.InRange(row.RunAt!.Value, Hour.UtcDateTime, Hour.AddMinutes(5).UtcDateTime);
        Assert.Null(BackupPlan.Take(row, settings, Hour.AddMinutes(-1)));
        var due = row.RunAt;
        Assert.False(BackupPlan.Follow(row, settings, Hour.AddHours(3))); // asleep meanwhile
        Assert.Equal(due, row.RunAt);
        Assert.Equal((Hour.AddHours(3).UtcDateTime, 3), BackupPlan.Take(row, settings, Hour.AddHours(3)));
        Assert.Equal(Hour.AddHours(4).UtcDateTime, row.DueAt);
        BackupPlan.Follow(row, new BackupOptions { BackupFrequency = "0 0 * * * *" }, Hour.AddHours(3));
        Assert.Null(row.RunAt);
    }

    private static Task<List<ScheduledBackup>> RequestedAsync(TestPlatform platform) =>
        platform.QueryAsync(db => db.ScheduledBackups.AsNoTracking().OrderBy(one => one.RequestedAt).ToListAsync());

    private Task<int> RequestAsync(HoldfastDb db, Guid operation)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        db.Add(new ScheduledBackup { OperationId = operation, Namespace = "app", Reason = "schedule", DueAt = now, RequestedAt = now });
        return db.SaveChangesAsync();
    }

    private static Task AllStartedAsync(TestPlatform platform) => platform.UntilAsync(
        db => db.ScheduledBackups.AllAsync(one => one.Outcome == ScheduledOutcome.Started), "it is noted that they started");

    private async Task ChangeAsync(TestPlatform platform, int version, DateTimeOffset? due, params (string Field, string Text)[] values)
    {
        await platform.QueryAsync(async db =>
        {
            db.Add(new DocumentVersion
            {
                Document = "backupConfig",
                Version = version,
                Values = JsonSerializer.Serialize(values.ToDictionary(value => value.Field, value => value.Text)),
                Changes = "[]",
                At = _clock.GetUtcNow().UtcDateTime,
                By = "test",
                From = "",
            });
            return await db.SaveChangesAsync();
        });
        await platform.Bus.Publish(new ConfigurationChanged { Document = "backupConfig", Version = version });
        var schedule = platform.Services.GetServices<IHostedService>().OfType<RegularBackups>().Single();
        await Eventually.TrueAsync(() => schedule.Due == due, $"the next backup is due at {due}"); // no time passes: it is told
    }

    private Task<TestPlatform> StartAsync(string enabled) => TestPlatform.StartAsync("Sqlite", TestPlatform.Two, clock: _clock, settings: Settings(enabled));

    private Dictionary<string, string?> Settings(string enabled) => new(_patient)
    {
        ["Backup:enableRegularBackups"] = enabled,
        ["Backup:backupFrequency"] = "0 0 * * * *",
    };

    /// <summary>Waits until exactly these have completed, nudging the clock so that sleepers look around.</summary>
    private async Task SuccessesAsync(TestPlatform platform, string[] requestedBy)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                var done = await platform.QueryAsync(db => db.Backups.Where(saga => saga.EndedAt != null && saga.Error == null)
                    .OrderBy(saga => saga.StartedAt).Select(saga => saga.RequestedBy).ToListAsync());
                return done.SequenceEqual(requestedBy);
            },
            string.Join(' ', requestedBy));
    }
}
