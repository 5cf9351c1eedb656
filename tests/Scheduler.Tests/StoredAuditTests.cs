using System.Text.Json;
using Holdfast.Scheduler.Auditing;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.State.Access;
using Holdfast.TestServers.Conditions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

/// <summary>The audit log goes to the store on its schedule, each entry once, whatever dies; what is old and stored is removed on another.</summary>
public class StoredAuditTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2023, 2, 2, 22, 0, 30, TimeSpan.Zero));
    private int _written;

    [Fact]
    public async Task Entries_are_stored_at_the_time_and_later_ones_the_next_time()
    {
        await using var platform = await StartAsync("Sqlite");
        await WriteAsync(platform, 3);
        await StoredAsync(platform, 0);

        _clock.SetUtcNow(Minute(1));
        await StoredAsync(platform, 3);
        await WriteAsync(platform, 2);
        _clock.SetUtcNow(Minute(2));
        await StoredAsync(platform, 5);

        Assert.Equal([3, 2], platform.World.Audit.Values.OrderBy(part => part.Batch.At).Select(part => Lines(part.Lines).Count));
        var first = Lines(platform.World.Audit.Values.MinBy(part => part.Batch.At)!.Lines)[0];
        Assert.Equal(
            """{"at":"2023-02-02T22:00:30.000Z","actor":"admin","from":"::1","action":"backup.request","target":"entry 1","outcome":"202 & accepted"}""", first);
    }

    [Fact]
    public async Task What_was_stored_when_the_process_died_before_it_was_noted_is_not_stored_twice()
    {
        var world = new FakeWorld { AuditAnswers = false };
        var platform = await StartAsync("Sqlite", world);
        await WriteAsync(platform, 3);
        _clock.SetUtcNow(Minute(1));
        await StoredAsync(platform, 3);
        Assert.Equal(1, await platform.QueryAsync(db => db.AuditBatches.CountAsync(batch => batch.StoredAt == null)));
        await platform.DisposeAsync();

        world.AuditAnswers = true;
        await using var next = await StartAsync("Sqlite", world, platform.ConnectionString);
        await WriteAsync(next, 1);
        await next.UntilAsync(db => db.AuditBatches.AllAsync(batch => batch.StoredAt != null), "it is noted");
        _clock.SetUtcNow(Minute(2));

        await StoredAsync(next, 4);
        Assert.Equal(2, world.Audit.Count);
    }

    [Fact]
    public async Task Several_schedulers_store_each_entry_once()
    {
        var first = await StartAsync("Postgres");
        var second = await StartAsync("Postgres", first.World, first.ConnectionString);
        var third = await StartAsync("Postgres", first.World, first.ConnectionString);
        for (var minute = 1; minute < 4; minute++)
        {
            await WriteAsync(first, AuditBatches.Largest + 10);
            _clock.SetUtcNow(Minute(minute)); // all three wake up at this instant
            await StoredAsync(first, minute * (AuditBatches.Largest + 10));
        }

        Assert.Equal(6, first.World.Audit.Count);
        foreach (var platform in new[] { third, second, first })
        {
            await platform.DisposeAsync();
        }
    }

    [Fact]
    public async Task Old_entries_go_once_they_are_stored_and_objects_only_when_that_is_configured()
    {
        await using var platform = await StartAsync("Sqlite", settings: new() { ["Audit:keepDays"] = "10", ["Audit:keepStoredDays"] = "20" });
        await WriteAsync(platform, AuditBatches.Largest, daysAgo: 21);
        await WriteAsync(platform, 2, daysAgo: 11);
        await WriteAsync(platform, 1, daysAgo: 9);
        _clock.SetUtcNow(Minute(1));
        await StoredAsync(platform, AuditBatches.Largest + 3);
        Assert.Equal(AuditBatches.Largest + 3, await CountAsync(platform));

        _clock.SetUtcNow(Minute(1).AddSeconds(20));

        await UntilAsync(() => Task.FromResult(platform.World.Audit.Count == 1), "the oldest object is removed");
        Assert.Equal(1, await CountAsync(platform));
        Assert.Equal(3, Lines(Assert.Single(platform.World.Audit.Values).Lines).Count);
    }

    [Fact]
    public async Task Nothing_goes_that_is_not_stored()
    {
        await using var platform = await StartAsync("Sqlite", settings: new() { ["Audit:enableUserEvents"] = "false", ["Audit:keepDays"] = "1" });
        await WriteAsync(platform, 3, daysAgo: 5);

        _clock.SetUtcNow(Minute(1).AddSeconds(20));

        await UntilAsync(() => platform.QueryAsync(db => db.AuditSchedules.AnyAsync(row => row.ClearAt > Minute(2).UtcDateTime)), "it was to be cleared");
        Assert.Equal(3, await CountAsync(platform));
        Assert.Empty(platform.World.Audit);
    }

    [Fact]
    public async Task Nothing_goes_when_clearing_is_disabled()
    {
        await using var platform = await StartAsync("Sqlite", settings: new() { ["Audit:disableUeventsGC"] = "true", ["Audit:keepDays"] = "1" });
        await WriteAsync(platform, 3, daysAgo: 5);
        _clock.SetUtcNow(Minute(1));
        await StoredAsync(platform, 3);

        _clock.SetUtcNow(Minute(2));

        await UntilAsync(() => platform.QueryAsync(db => db.AuditSchedules.AnyAsync(row => row.StoreAt > Minute(2).UtcDateTime)), "it has looked again");
        Assert.Equal(3, await CountAsync(platform));
    }

    private static DateTimeOffset Minute(int minute) => new(2023, 2, 2, 22, minute, 0, TimeSpan.Zero);

    private static List<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static Task<int> CountAsync(TestPlatform platform) => platform.QueryAsync(db => db.Audit.CountAsync());

    private async Task<TestPlatform> StartAsync(
        string provider, FakeWorld? world = null, string? connectionString = null, Dictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>(settings ?? []) { ["Audit:ueventsSchedule"] = "0 * * * * *", ["Audit:ueventsGCSchedule"] = "20 * * * * *" };
        var platform = await TestPlatform.StartAsync(provider, TestPlatform.Two, world, connectionString, _clock, all);
        await platform.UntilAsync(db => db.AuditSchedules.AnyAsync(), "it is planned");
        return platform;
    }

    private Task<int> WriteAsync(TestPlatform platform, int count, int daysAgo = 0) => platform.QueryAsync(db =>
    {
        for (var entry = 0; entry < count; entry++)
        {
            db.Add(new AuditEntry
            {
                Id = Guid.NewGuid(),
                At = _clock.GetUtcNow().UtcDateTime.AddDays(-daysAgo).AddMilliseconds(entry),
                Actor = "admin",
                From = "::1",
                Action = "backup.request",
                Target = $"entry {++_written}",
                Outcome = "202 & accepted",
            });
        }

        return db.SaveChangesAsync();
    });

    /// <summary>Waits until so many entries are in the store, each once.</summary>
    private async Task StoredAsync(TestPlatform platform, int count)
    {
        var targets = new List<string?>();
        await UntilAsync(
            () =>
            {
                targets = [.. platform.World.Audit.Values.SelectMany(part => Lines(part.Lines))
                    .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("target").GetString())];
                return Task.FromResult(targets.Count >= count);
            },
            $"{count} entries are stored");
        Assert.Equal(Enumerable.Range(1, count).Select(number => $"entry {number}").Order(StringComparer.Ordinal), targets.Order(StringComparer.Ordinal));
    }

    /// <summary>Waits, and now and then moves the clock a little, for a sleeper that read it just before the test set it.</summary>
    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var looks = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                if (await condition())
                {
                    return true;
                }

                if (++looks % 100 == 0)
                {
                    _clock.Advance(TimeSpan.FromSeconds(31));
                }

                return false;
            },
            what);
    }
}
