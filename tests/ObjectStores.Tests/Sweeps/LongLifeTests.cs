using Holdfast.Engine.Manifests;
using Holdfast.Engine.Retention;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Sweeps;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Sweeps;

/// <summary>Weeks of backups, failures, retention and deletions: after each time that something was removed, every backup that is left restores.</summary>
public class LongLifeTests
{
    private const int Days = 30;
    private const int Kept = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_is_removed_all_that_is_left_resolves(int seed)
    {
        var (random, time) = (new Random(seed), new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var (store, known) = (new MemoryStore(time), new ReadDocuments());
        var platform = await Platform.CreateAsync(store, "app", time, isSealed: seed == 2);
        var (swept, deleted, last) = (0, 0, (int?)null);
        for (var day = 0; day < Days; day++)
        {
            await (random.Next(4) == 0 ? platform.RunAsync() : platform.BackUpAsync()); // one in four is never committed
            if (platform.Manifests.Count == 0)
            {
                continue;
            }

            // As the uploader's process would, now and then: all that it had read is lost.
            known = random.Next(8) == 0 ? new ReadDocuments() : known;
            var sweep = new RepositorySweep(store, "app", time, known);
            if (random.Next(3) == 0 && platform.Manifests.Count > 1)
            {
                var going = platform.Manifests[random.Next(platform.Manifests.Count)];
                var plan = await sweep.PlanOneAsync(going.Timestamp, new SweepRequest(), Stop) ?? await sweep.PlanAsync(new SweepRequest { Expire = [going.Timestamp], LastCount = last }, Stop);
                Assert.Null(plan.Refusal);
                await RemoveAsync(plan, [going.Timestamp]);
                last -= plan.Deletions.Count;
                deleted++;
            }
            else
            {
                var backups = platform.Manifests.Select(manifest => new KeptBackup(manifest.Timestamp));
                var expired = RetentionPolicy.KeepLast(Kept).Expired(backups, time.GetUtcNow());
                var plan = await sweep.PlanAsync(new SweepRequest { Expire = expired, LastCount = last }, Stop);
                Assert.Null(plan.Refusal);
                await RemoveAsync(plan, expired);
                last = plan.RemainingCount;
                swept++;
            }

            async Task RemoveAsync(GarbagePlan plan, IReadOnlyCollection<string> timestamps)
            {
                await sweep.DeleteAsync(plan, Stop);
                platform.Manifests.RemoveAll(manifest => timestamps.Contains(manifest.Timestamp));
                platform.BuildOn(platform.Manifests.LastOrDefault());
            }

            foreach (var manifest in platform.Manifests)
            {
                await platform.AssertWholeAsync(manifest, store);
            }
        }

        Assert.True(swept > 5 && deleted > 3, $"{swept} sweeps and {deleted} deletions show little");
        time.Advance(TimeSpan.FromDays(2));
        var end = new RepositorySweep(store, "app", time);
        await end.DeleteAsync(await end.PlanAsync(new SweepRequest(), Stop), Stop);
        Assert.Equal(Needed(platform.Manifests, store), store.Contents.Count(item => item.Key.EndsWith(".json", StringComparison.Ordinal)));
    }

    /// <summary>The repository's description, and a manifest and a snapshot for each backup.</summary>
    private static int Needed(List<Manifest> manifests, MemoryStore store)
    {
        Assert.All(manifests, manifest => Assert.Contains(store.Contents, item => item.Key == "app/" + manifest.ObjectKey));
        return 1 + (2 * manifests.Count) + store.Contents.Count(item => item.Key.StartsWith("app/keys/", StringComparison.Ordinal));
    }
}
