using Holdfast.Contracts.Storage;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Repositories;
using Holdfast.FaultyStores.Faults;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.Backups;

/// <summary>A namespace may have thousands of backups: they are told of in pages, and only what is not known is read.</summary>
public sealed class ListingTests
{
    private const int Many = 1200;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_backups_come_in_pages_and_known_ones_are_not_read()
    {
        FaultyStore? counting = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => counting = new FaultyStore(store));
        var timestamps = await MakeAsync(platform);

        var (backups, pages) = (new List<BackupFound>(), 0);
        for (BackupListing? page = null; page is null or { Next: not null }; pages++)
        {
            page = await AskAsync(platform, page?.Next, []);
            backups.AddRange(page.Backups);
        }

        Assert.Equal(3, pages);
        Assert.Equal(timestamps, backups.Select(backup => backup.Timestamp));
        Assert.All(backups, backup => Assert.NotNull(backup.StartedAt));

        var read = counting!.Calls[StoreCalls.Reads];
        var unknown = await AskAsync(platform, after: null, [.. timestamps.SkipLast(1)]);
        Assert.Equal((timestamps[^1], null), (Assert.Single(unknown.Backups).Timestamp, unknown.Next));
        Assert.Equal(2, counting.Calls[StoreCalls.Reads] - read); // the repository's description and that manifest
        Assert.Empty((await AskAsync(platform, after: null, timestamps)).Backups);
        Assert.Equal(2, counting.Calls[StoreCalls.Reads] - read);
    }

    /// <summary>Makes one backup, and manifests like its own.</summary>
    private static async Task<List<string>> MakeAsync(TestPlatform platform)
    {
        var timestamps = new List<string> { BackupTimestamp.From(Start) };
        await platform.BackUpAsync(timestamps[0], Bytes.Random(1000));
        var store = new NamespaceStore(platform.Store, TestPlatform.Namespace);
        var id = RepositoryDescription.Parse(await store.GetAsync(ObjectKeys.Repository, 1 << 20, Stop)).Id;
        var key = ObjectKeys.Manifest(timestamps[0]);
        var manifest = Manifest.Parse(await store.GetAsync(key, 1 << 20, Stop), key, id);
        for (var number = 1; number < Many; number++)
        {
            var timestamp = BackupTimestamp.From(Start.AddMinutes(number));
            var component = manifest.Components[0];
            var snapshot = component.Snapshot.Replace(manifest.Timestamp, timestamp, StringComparison.Ordinal);
            var next = manifest with { Timestamp = timestamp, Components = [component with { Snapshot = snapshot }] };
            await store.PutIfAbsentAsync(next.ObjectKey, next.ToJson(), Stop);
            timestamps.Add(next.Timestamp);
        }

        return timestamps;
    }

    private static async Task<BackupListing> AskAsync(TestPlatform platform, string? after, IReadOnlyList<string> known) => Assert.IsType<BackupListing>(
        await platform.AskAsync<ListBackups, BackupListing>(new ListBackups { Namespace = TestPlatform.Namespace, After = after, Known = known }));
}
