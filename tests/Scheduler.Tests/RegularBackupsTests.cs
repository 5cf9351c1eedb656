using Holdfast.Contracts.Backups;
using Holdfast.Scheduler.Tests.Platform;
using Holdfast.TestServers.Conditions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.Scheduler.Tests;

public class RegularBackupsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2023, 2, 2, 15, 50, 0, TimeSpan.Zero));

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

    [Fact]
    public async Task Nothing_runs_by_itself_unless_enabled()
    {
        await using var platform = await StartAsync("false");

        _clock.Advance(TimeSpan.FromHours(2));
        await platform.ReachesAsync((await platform.BackupAsync()).OperationId, "Completed");

        Assert.Equal(["test"], await platform.QueryAsync(db => db.Backups.Select(saga => saga.RequestedBy).ToListAsync()));
    }

    private Task<TestPlatform> StartAsync(string enabled) => TestPlatform.StartAsync("Sqlite", TestPlatform.Two, clock: _clock, settings: Settings(enabled));

    private static Dictionary<string, string?> Settings(string enabled) => new()
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
