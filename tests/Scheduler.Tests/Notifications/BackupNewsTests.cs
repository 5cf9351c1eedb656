using System.Text.Json;
using Holdfast.Contracts.Backups;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Backups;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests.Notifications;

public sealed class BackupNewsTests
{
    private const long Large = 10 << 20;

    [Theory]
    [MemberData(nameof(TestPlatform.Providers), MemberType = typeof(TestPlatform))]
    public async Task Failure_and_recovery_are_told_and_every_backup_is_pinged(string provider)
    {
        await using var receiver = WebReceiver.Start();
        await using var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, settings: Settings(receiver));

        platform.World.CommitRefusal = "the disk is full";
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Failed");
        await CallsAsync(receiver, "/ping/start", "/ping/fail", "/hook failure");
        platform.World.CommitRefusal = null;
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        await CallsAsync(receiver, "/ping/start", "/ping/fail", "/ping/start", "/ping", "/hook failure", "/hook recovery");
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        await CallsAsync(receiver, "/ping/start", "/ping/fail", "/ping/start", "/ping", "/ping/start", "/ping", "/hook failure", "/hook recovery");

        var failure = receiver.Calls.First(call => call.Path == "/hook");
        var json = JsonDocument.Parse(failure.Body).RootElement;
        Assert.Equal(failure.Headers["webhook-id"], json.GetProperty("id").GetString());
        Assert.Contains("the disk is full", json.GetProperty("data").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("v1,", failure.Headers["webhook-signature"], StringComparison.Ordinal);
        await platform.UntilAsync(db => db.Notifications.AllAsync(row => row.Delivered && row.Attempts == 1), "all is noted as delivered at once");
    }

    [Fact]
    public async Task What_is_not_accepted_comes_again_under_its_id_and_a_late_ping_gives_way_to_a_newer_one()
    {
        await using var receiver = WebReceiver.Start();
        var clock = new FakeTimeProvider(new DateTimeOffset(2023, 2, 2, 15, 50, 0, TimeSpan.Zero));
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, clock: clock, settings: Settings(receiver, "success"));
        receiver.Status = _ => 503;
        var started = new TaskCompletionSource();
        platform.World.Before = (_, _) => started.Task;
        var backup = await platform.BackupAsync();
        await TickAsync(clock, platform, rows => rows.Count == 1 && rows.All(row => row.Problem is not null));
        started.SetResult();
        await platform.ReachesAsync(backup.OperationId, "Completed");
        await TickAsync(clock, platform, rows => rows.Count == 3 && rows.All(row => row.Problem is not null));

        receiver.Status = _ => 200;
        await TickAsync(clock, platform, rows => rows.All(row => row.EndedAt is not null));

        var rows = await platform.QueryAsync(db => db.Notifications.ToListAsync());
        Assert.Equal(["False start a newer ping took its place", "True success ", "True success "], rows.Select(row => $"{row.Delivered} {row.Event} {row.Problem}").Order());
        Assert.Single(receiver.Calls.Where(call => call.Path == "/hook").Select(call => call.Headers["webhook-id"]).Distinct());
        Assert.True(receiver.Calls.Count(call => call.Path == "/hook") >= 2);
    }

    [Fact]
    public async Task What_a_scheduler_was_telling_when_it_died_is_told_by_the_next_one()
    {
        await using var receiver = WebReceiver.Start();
        using var dead = new ManualResetEventSlim();
        var clock = new FakeTimeProvider(new DateTimeOffset(2023, 2, 2, 15, 50, 0, TimeSpan.Zero));
        var settings = new Dictionary<string, string?> { ["Notification:Webhook:Url"] = $"{receiver.Url}/hook", ["Notification:Events"] = "success" };
        var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, clock: clock, settings: settings);
        receiver.Status = _ =>
        {
            dead.Wait();
            return 200;
        };
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");
        await TickAsync(clock, platform, _ => !receiver.Calls.IsEmpty);
        await platform.DisposeAsync();
        dead.Set();

        await using var next = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, platform.World, platform.ConnectionString, clock, settings);

        await TickAsync(clock, next, rows => rows.All(row => row.Delivered));
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task A_backup_much_smaller_than_before_is_told_and_nothing_expires_until_it_is_accepted()
    {
        await using var receiver = WebReceiver.Start();
        var settings = new Dictionary<string, string?>(Settings(receiver)) { ["Backup:enableRegularBackups"] = "true", ["Backup:backupRetentionCount"] = "1" };
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, new FakeWorld { LogicalBytes = Large }, settings: settings);
        await Eventually.TrueAsync(() => platform.World.Sweeps.Count == 1, "there was a sweep after the backup at start");

        platform.World.LogicalBytes = Large / 4;
        var second = await BackUpAsync(platform);
        await Eventually.TrueAsync(() => receiver.Calls.Count(call => call.Body.Contains("backup.suspicious", StringComparison.Ordinal)) == 1, "it is told");
        var third = await BackUpAsync(platform);
        Assert.Equal(2, await platform.QueryAsync(db => db.BackupEntries.CountAsync(entry => entry.Suspicion != null)));

        var suspicions = platform.Services.GetRequiredService<BackupSuspicions>();
        Assert.Equal((BackupStatus.Success, true), await suspicions.AcceptAsync("app", third, default));
        var fourth = await BackUpAsync(platform);
        await Eventually.TrueAsync(() => platform.World.Sweeps.Any(sweep => sweep.Before == fourth), "retention goes on");

        Assert.DoesNotContain(platform.World.Sweeps, sweep => sweep.Before == second);
        Assert.Contains(platform.World.Sweeps, sweep => sweep.Expired.Contains(second));
        Assert.Contains("db/airflow has 2621440 bytes after 10485760", receiver.Calls.First(call => call.Body.Contains("backup.suspicious", StringComparison.Ordinal)).Body);
    }

    [Fact]
    public async Task A_backup_that_a_verification_found_damaged_is_told()
    {
        await using var receiver = WebReceiver.Start();
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, settings: Settings(receiver, "damaged"));
        var sound = new BackupVerified { OperationId = Guid.NewGuid(), Namespace = "app", Timestamp = "2023-02-02t16-00-00", Problems = [] };
        await platform.Bus.Publish(sound);
        await platform.Bus.Publish(sound with { OperationId = Guid.NewGuid(), Problems = ["db/airflow: a pack: a bit is wrong"] });

        await CallsAsync(receiver, "/hook damaged");
        Assert.Contains("a bit is wrong", receiver.Calls.Single(call => call.Path == "/hook").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_is_overdue_is_told_once()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2023, 2, 2, 15, 50, 0, TimeSpan.Zero));
        await using var receiver = WebReceiver.Start();
        var settings = new Dictionary<string, string?>(Settings(receiver)) { ["Backup:enableRegularBackups"] = "true", ["Backup:backupFrequency"] = "@every 1h" };
        await using var platform = await TestPlatform.StartAsync("Sqlite", TestPlatform.Two, new FakeWorld { CommitRefusal = "no" }, clock: clock, settings: settings);
        await platform.UntilAsync(db => db.Schedules.AnyAsync(row => row.PlannedSince != null), "it is planned");

        clock.SetUtcNow(new DateTimeOffset(2023, 2, 2, 17, 30, 0, TimeSpan.Zero));

        await TickAsync(clock, platform, rows => rows.Any(row => row.Event == "overdue"));
        clock.Advance(TimeSpan.FromMinutes(10));
        await TickAsync(clock, platform, rows => rows.Where(row => row.Event == "overdue").All(row => row.EndedAt is not null));
        Assert.Equal(1, await platform.QueryAsync(db => db.Notifications.CountAsync(row => row.Event == "overdue")));
        Assert.Contains("2023-02-02 17:00:00Z", (await platform.QueryAsync(db => db.Notifications.FirstAsync(row => row.Event == "overdue"))).Body, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Settings(WebReceiver receiver, string? events = null) => new()
    {
        ["Notification:Webhook:Url"] = $"{receiver.Url}/hook",
        ["Notification:Webhook:Secret"] = "secret",
        ["Notification:Ping:Url"] = $"{receiver.Url}/ping",
        ["Notification:Events"] = events ?? "failure,recovery,overdue,suspicious",
    };

    private static async Task<string> BackUpAsync(TestPlatform platform)
    {
        var accepted = await platform.BackupAsync();
        await platform.ReachesAsync(accepted.OperationId, "Completed");
        return accepted.Timestamp;
    }

    /// <summary>Pings come in their order; webhooks do not wait for them.</summary>
    private static async Task CallsAsync(WebReceiver receiver, params string[] expected)
    {
        await Eventually.TrueAsync(() => receiver.Calls.Count >= expected.Length, $"{expected.Length} calls");
        Assert.Equal(expected.Where(call => call.StartsWith("/ping", StringComparison.Ordinal)), receiver.Calls.Select(call => call.Path).Where(path => path.StartsWith("/ping", StringComparison.Ordinal)));
        Assert.Equal(expected.Where(call => call.StartsWith("/hook", StringComparison.Ordinal)), receiver.Calls.Where(call => call.Path == "/hook").Select(EventOf));
    }

    private static string EventOf(WebReceiver.Call call) => $"/hook {JsonDocument.Parse(call.Body).RootElement.GetProperty("type").GetString()!["backup.".Length..]}";

    /// <summary>Lets time pass second by second until the notifications are so.</summary>
    private static Task TickAsync(FakeTimeProvider clock, TestPlatform platform, Func<List<State.Notifications.Notification>, bool> condition) => Eventually.TrueAsync(
        async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return condition(await platform.QueryAsync(db => db.Notifications.AsNoTracking().ToListAsync()));
        },
        "the notifications are so");
}
