using Holdfast.Contracts;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;
using Holdfast.FaultyStores.Faults;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.Faults;

/// <summary>A store that fails or lies while a backup is made, committed, expired and restored: whatever comes of that, nothing that is there is lost.</summary>
public sealed class StoreFaultTests
{
    private const int Days = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreCalls.Put, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Put, FaultEffect.FailAfter)]
    [InlineData(StoreCalls.Get, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Get, FaultEffect.CutShort)]
    [InlineData(StoreCalls.Get, FaultEffect.FlipBit)]
    [InlineData(StoreCalls.Read, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Read, FaultEffect.CutShort)]
    [InlineData(StoreCalls.Read, FaultEffect.FlipBit)]
    [InlineData(StoreCalls.Head, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Listings, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Listings, FaultEffect.FailMidway)]
    [InlineData(StoreCalls.Listings, FaultEffect.CutShort)]
    [InlineData(StoreCalls.Listings, FaultEffect.Empty)]
    [InlineData(StoreCalls.Delete, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Delete, FaultEffect.FailAfter)]
    public async Task What_was_committed_restores_afterwards(StoreCalls calls, FaultEffect effect)
    {
        FaultyStore? faulty = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => faulty = new FaultyStore(store), isRemote: true);
        var history = await HistoryAsync(platform);
        var fault = faulty!.Add(new Fault(calls, effect) { IsTransient = false });

        await UseAsync(platform, history);

        Assert.True(fault.Fired > 0);
        faulty.Heal();
        await IsWholeAsync(platform, history);
    }

    [Fact]
    public async Task Stale_listings_lose_nothing_either()
    {
        FaultyStore? faulty = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => faulty = new FaultyStore(store), isRemote: true);
        var history = await HistoryAsync(platform);
        await faulty!.FreezeListingsAsync(Stop);
        await UseAsync(platform, history);
        faulty.Heal();
        await IsWholeAsync(platform, history);
    }

    /// <summary>Makes a backup, lets the oldest expire and restores one: each as far as it goes.</summary>
    private static async Task UseAsync(TestPlatform platform, SortedDictionary<string, (ComponentSnapshot? Snapshot, byte[] Content)> history)
    {
        var (parent, content) = history[Day(Days)];
        var (operation, changed) = (Guid.NewGuid(), Bytes.Changed(content, 10_000, 50_000, seed: 9));
        var snapshot = await FarAsync(() => platform.Worker.BackUpAsync(operation, Day(Days + 1), Worker.Stream, changed, parent));
        if (snapshot is not null)
        {
            await platform.SendAsync(Queues.Uploader, Commands.Commit(operation, Day(Days + 1), snapshot));
            history[Day(Days + 1)] = (snapshot, changed);
        }

        var answer = await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(Days + 1), Day(1)));
        while (answer is not RetentionSwept)
        {
            answer = await platform.NextEventAsync();
        }

        if (await FarAsync(() => platform.Worker.RestoreAsync(parent!)) is { } restored)
        {
            Assert.Equal(content, restored);
        }
    }

    /// <summary>Fails unless every backup that has a manifest restores, the newest three being there, and all goes on.</summary>
    private static async Task IsWholeAsync(TestPlatform platform, SortedDictionary<string, (ComponentSnapshot? Snapshot, byte[] Content)> history)
    {
        await RestoresAsync();
        await platform.BackUpAsync(Day(Days + 2), Bytes.Random(100_000, seed: 5));
        var answer = await platform.SendAsync(Queues.Retention, Commands.Sweep(Day(Days + 2), Day(1)));
        while (answer is not RetentionSwept)
        {
            answer = await platform.NextEventAsync();
        }

        Assert.Null(((RetentionSwept)answer).Problem);
        history.Remove(Day(1));
        await RestoresAsync();

        async Task RestoresAsync()
        {
            foreach (var (timestamp, (snapshot, content)) in history)
            {
                var found = await platform.SendAsync(Queues.Uploader, Commands.Find(timestamp));
                var mayLack = timestamp == Day(1) || timestamp == Day(Days + 1);
                Assert.True(found is BackupFound || (mayLack && found is BackupNotFound { Missing: true }), $"{found}");
                if (found is BackupFound)
                {
                    Assert.Equal(content, await platform.Worker.RestoreAsync(snapshot!));
                }
            }
        }
    }

    /// <returns>Null when it failed, as work on a store that fails may.</returns>
    private static async Task<T?> FarAsync<T>(Func<Task<T>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is IOException or Hosting.Runs.RunFailedException or Engine.Repositories.RepositoryRefusedException
            or Engine.Packs.DamagedPackException or Engine.Catalogs.CatalogFormatException or InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<SortedDictionary<string, (ComponentSnapshot? Snapshot, byte[] Content)>> HistoryAsync(TestPlatform platform)
    {
        var history = new SortedDictionary<string, (ComponentSnapshot?, byte[])>(StringComparer.Ordinal);
        var (content, parent) = (Bytes.Random(200_000), (BackupFound?)null);
        for (var day = 1; day <= Days; day++)
        {
            parent = await platform.BackUpAsync(Day(day), content, parent);
            history[Day(day)] = (parent.Components[0], content);
            content = Bytes.Changed(content, offset: day * 40_000, length: 30_000, seed: day + 1);
        }

        return history;
    }

    private static string Day(int day) => $"2026-01-{day:00}t00-00-00";
}
