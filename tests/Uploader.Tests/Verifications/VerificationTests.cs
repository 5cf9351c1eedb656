using Holdfast.Contracts.Backups;
using Holdfast.FaultyStores.Faults;
using Holdfast.State;
using Holdfast.State.Database;
using Holdfast.State.Verifications;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Databases;
using Holdfast.Uploader.Tests.Platform;
using Holdfast.Uploader.Verifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Uploader.Tests.Verifications;

/// <summary>A stored backup is read without any key, damage is found and heals, and whatever ends the process, the verification ends.</summary>
public sealed class VerificationTests
{
    private const string First = "2026-01-01t00-00-00";
    private const string Second = "2026-01-02t00-00-00";

    public static TheoryData<string> Providers => new(FreshDatabase.Providers);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, false)]
    [InlineData("correct horse", false)]
    [InlineData(null, true)]
    [InlineData("correct horse", true)]
    public async Task A_flipped_bit_is_found_put_into_quarantine_and_healed_by_the_next_backup(string? passphrase, bool isRemote)
    {
        await using var platform = await TestPlatform.StartAsync(passphrase, isRemote: isRemote);
        var content = Bytes.Random(300_000);
        var backup = await platform.BackUpAsync(First, content);
        var progress = new VerificationProgress();
        Assert.Equal(VerificationState.Sound, (await VerifyAsync(platform, First, progress: progress)).State);
        Assert.Equal(progress.TotalBytes, progress.DoneBytes);
        Assert.True(progress.DoneBytes > content.Length);
        Assert.Equal(VerificationState.Sound, (await VerifyAsync(platform, First, VerificationDepth.Quick)).State);

        var pack = platform.Objects().Last(key => key.EndsWith("00002.pack", StringComparison.Ordinal));
        Change(platform, pack, bytes => bytes[bytes.Length / 3] ^= 1);

        Assert.Equal(VerificationState.Sound, (await VerifyAsync(platform, First, VerificationDepth.Quick)).State);
        var found = await VerifyAsync(platform, First);
        Assert.Equal(VerificationState.Damaged, found.State);
        var problem = Assert.Single(found.Problems);
        Assert.StartsWith($"db/airflow: {pack}: ", problem, StringComparison.Ordinal);
        Assert.EndsWith("(the next backup stores its content anew, where that is still there)", problem, StringComparison.Ordinal);
        Assert.Equal(VerificationState.Damaged, (await VerifyAsync(platform, First)).State); // the mark is there already

        var next = await platform.BackUpAsync(Second, content, backup);
        Assert.Equal(VerificationState.Sound, (await VerifyAsync(platform, Second)).State);
        Assert.Equal(content, await platform.NewWorker().RestoreAsync(next.Components[0]));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("correct horse", false)]
    [InlineData(null, true)]
    [InlineData("correct horse", true)]
    public async Task What_is_missing_or_cut_short_is_found_without_reading_the_content(string? passphrase, bool isRemote)
    {
        await using var platform = await TestPlatform.StartAsync(passphrase, isRemote: isRemote);
        await platform.BackUpAsync(First, Bytes.Random(300_000));
        var packs = platform.Objects().Where(key => key.EndsWith(".pack", StringComparison.Ordinal)).ToList();
        File.Delete(platform.PathOf(packs[0]));
        Change(platform, packs[1], bytes => { }, length: 1000);
        Change(platform, packs[2], bytes => bytes[^1] ^= 1);

        var found = await VerifyAsync(platform, First, VerificationDepth.Quick);

        Assert.Equal(packs.Take(3), found.Problems.Select(problem => problem.Split(": ")[1]).Distinct().Order());
        File.Delete(platform.PathOf(platform.Objects().Single(key => key.EndsWith("snapshot.json", StringComparison.Ordinal))));
        Assert.Contains("snapshot.json: ", Assert.Single((await VerifyAsync(platform, First)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_store_gives_wrong_once_is_no_damage()
    {
        FaultyStore? store = null;
        await using var platform = await TestPlatform.StartAsync("correct horse", inner => store = new FaultyStore(inner));
        await platform.BackUpAsync(First, Bytes.Random(300_000));
        var flip = store!.Add(new Fault(StoreCalls.Read, FaultEffect.FlipBit) { Times = 1, Matches = key => key.EndsWith("00001.pack", StringComparison.Ordinal) });

        Assert.Equal(VerificationState.Sound, (await VerifyAsync(platform, First)).State);

        Assert.Equal(1, flip.Fired);
        Assert.DoesNotContain(platform.Objects(), key => key.StartsWith("quarantine/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_that_is_deleted_meanwhile_is_not_damaged()
    {
        FaultyStore? store = null;
        await using var platform = await TestPlatform.StartAsync(null, inner => store = new FaultyStore(inner));
        await platform.BackUpAsync(First, Bytes.Random(300_000));
        store!.Add(new Fault(StoreCalls.Read, FaultEffect.FlipBit) { Matches = DeleteWhenRead, Times = 0 });

        var found = await VerifyAsync(platform, First);

        Assert.Equal((VerificationState.Failed, $"the backup {First} was deleted while it was verified"), (found.State, found.Error));
        Assert.Contains("there is no backup", (await VerifyAsync(platform, First)).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Objects(), key => key.StartsWith("quarantine/", StringComparison.Ordinal));

        bool DeleteWhenRead(string key)
        {
            if (key.EndsWith("00001.pack", StringComparison.Ordinal) && File.Exists(platform.PathOf($"{First}/manifest.json")))
            {
                foreach (var gone in platform.Objects().Where(gone => gone.EndsWith(".pack", StringComparison.Ordinal) || gone.EndsWith("manifest.json", StringComparison.Ordinal)))
                {
                    File.Delete(platform.PathOf(gone));
                }
            }

            return false;
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_asked_for_in_the_state_database_is_done_told_and_cancelled(string provider)
    {
        await using var platform = await TestPlatform.StartAsync(settings: await StateAsync(provider));
        await platform.BackUpAsync(First, Bytes.Random(300_000));
        var asked = await AskAsync(platform, First);
        await Assert.ThrowsAsync<DbUpdateException>(() => AskAsync(platform, First)); // one at a time

        var told = Assert.IsType<BackupVerified>(await platform.NextEventAsync());

        Assert.Equal((asked, First, 0), (told.OperationId, told.Timestamp, told.Problems.Count));
        var ended = await EndsAsync(platform, asked);
        Assert.Equal((VerificationState.Sound, 1, ended.TotalBytes), (ended.State, ended.Attempts, (long?)ended.DoneBytes));

        ended = await EndsAsync(platform, await AskAsync(platform, First, row => row.CancelledBy = "bob"));
        Assert.Equal((VerificationState.Cancelled, "cancelled by bob"), (ended.State, ended.Error));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_uploader_that_is_gone_loses_it_to_the_next_one_and_after_three_times_it_is_given_up(string provider)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var state = await StateAloneAsync(provider);
        var databases = state.Services.GetRequiredService<IDbContextFactory<HoldfastDb>>();
        var rows = new VerificationRows(clock, databases);
        var asked = await AskAsync(databases, First);
        Assert.NotNull(await rows.TakeAsync(Stop));
        for (var attempt = 2; attempt <= VerificationRows.MostAttempts; attempt++)
        {
            Assert.Null(await rows.TakeAsync(Stop)); // somebody has it
            clock.AdjustTime(clock.GetUtcNow() + VerificationRows.LostAfter + TimeSpan.FromSeconds(1));
            var lost = await QueryAsync(databases, db => db.Verifications.AsNoTracking().SingleAsync(row => row.Id == asked));
            var taken = await rows.TakeAsync(Stop);
            Assert.Equal(attempt, taken!.Attempts);
            Assert.Equal(StopReason.Lost, await rows.TellAsync(lost, new VerificationProgress(), Stop));
            await rows.EndAsync(lost, VerificationOutcome.Found(["wrong"]), new VerificationProgress(), Stop);
            Assert.Null(await rows.TellAsync(taken, new VerificationProgress(), Stop));
        }

        clock.AdjustTime(clock.GetUtcNow() + VerificationRows.LostAfter + TimeSpan.FromSeconds(1));
        Assert.Null(await rows.TakeAsync(Stop));

        var ended = await QueryAsync(databases, db => db.Verifications.SingleAsync(row => row.Id == asked));
        Assert.Equal((VerificationState.Failed, "the uploader ended 3 times while it verified"), (ended.State, ended.Error));
    }

    [Fact]
    public async Task One_that_is_given_back_is_taken_at_once_and_the_try_does_not_count()
    {
        var clock = new FakeTimeProvider();
        using var state = await StateAloneAsync("Sqlite");
        var databases = state.Services.GetRequiredService<IDbContextFactory<HoldfastDb>>();
        var rows = new VerificationRows(clock, databases);
        var asked = await AskAsync(databases, First);

        await rows.GiveBackAsync((await rows.TakeAsync(Stop))!, Stop);

        var again = await rows.TakeAsync(Stop);
        Assert.Equal(1, again!.Attempts);
        await QueryAsync(databases, db => db.Verifications.ExecuteUpdateAsync(row => row.SetProperty(it => it.CancelledBy, "bob")));
        Assert.Equal(StopReason.Cancelled, await rows.TellAsync(again, new VerificationProgress(), Stop));
        await rows.EndAsync(again, VerificationOutcome.Cancelled, new VerificationProgress(), Stop);
        Assert.Equal("cancelled by bob", (await QueryAsync(databases, db => db.Verifications.SingleAsync(row => row.Id == asked))).Error);
    }

    private static Task<VerificationOutcome> VerifyAsync(
        TestPlatform platform, string timestamp, VerificationDepth depth = VerificationDepth.Full, VerificationProgress? progress = null) =>
        platform.Services.GetRequiredService<BackupVerification>().RunAsync(Row(timestamp, depth), progress ?? new VerificationProgress(), Stop);

    private static Verification Row(string timestamp, VerificationDepth depth = VerificationDepth.Full) =>
        new() { Id = Guid.NewGuid(), Namespace = TestPlatform.Namespace, Timestamp = timestamp, Depth = depth, RequestedBy = "test" };

    private static Task<Guid> AskAsync(TestPlatform platform, string timestamp, Action<Verification>? change = null) => AskAsync(Databases(platform), timestamp, change);

    private static async Task<Guid> AskAsync(IDbContextFactory<HoldfastDb> databases, string timestamp, Action<Verification>? change = null)
    {
        var row = Row(timestamp);
        change?.Invoke(row);
        await QueryAsync(databases, async db =>
        {
            db.Add(row);
            return await db.SaveChangesAsync(Stop);
        });
        return row.Id;
    }

    private static async Task<Verification> EndsAsync(TestPlatform platform, Guid id)
    {
        Verification? row = null;
        await Eventually.TrueAsync(
            async () => (row = await QueryAsync(Databases(platform), db => db.Verifications.AsNoTracking().SingleAsync(row => row.Id == id))).EndedAt is not null, "it has ended");
        return row!;
    }

    private static async Task<Dictionary<string, string?>> StateAsync(string provider) =>
        new() { ["State:Provider"] = provider, ["State:ConnectionString"] = await FreshDatabase.CreateAsync(provider, Stop) };

    /// <summary>A state database without an uploader that would look there by itself.</summary>
    private static async Task<IHost> StateAloneAsync(string provider)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(await StateAsync(provider));
        builder.AddHoldfastState();
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }

    private static IDbContextFactory<HoldfastDb> Databases(TestPlatform platform) => platform.Services.GetRequiredService<IDbContextFactory<HoldfastDb>>();

    private static async Task<T> QueryAsync<T>(IDbContextFactory<HoldfastDb> databases, Func<HoldfastDb, Task<T>> query)
    {
        await using var db = await databases.CreateDbContextAsync(Stop);
        return await query(db);
    }

    private static void Change(TestPlatform platform, string key, Action<byte[]> change, int? length = null)
    {
        var path = platform.PathOf(key);
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.Delete(path);
        File.WriteAllBytes(path, length is null ? bytes : bytes[..length.Value]);
    }
}
