using Holdfast.EndToEnd.Tests.Stores;
using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Clusters;

/// <summary>Backups come back elsewhere: in another namespace, after the state was lost, from a copied directory. Nobody touches what is not theirs.</summary>
public sealed class AnotherClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> AllStores => TestStore.Kinds;

    public static TheoryData<string> Stores => TestStore.TwoKinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(AllStores))]
    public async Task A_fresh_cluster_lists_and_restores_what_another_namespace_wrote_and_writes_nothing_there(string kind)
    {
        var store = await TestStore.MakeAsync(kind, _folder.In("store"));
        await using var source = await Cluster.StartAsync("production", store, version: 1);
        var timestamp = await source.Holdfast.BackUpAsync();
        var stored = await store.SeenAsync("production/");

        await using var recovery = await Cluster.StartAsync("recovery", store, version: 2);
        Assert.Empty(await recovery.Holdfast.BackupsAsync());
        Assert.Equal([timestamp], await recovery.ListedAsync("production"));
        await recovery.Holdfast.RestoreAsync(timestamp, ",\"sourceNamespace\":\"production\"");
        await recovery.Platform.IsAsync(1);
        await source.Platform.IsAsync(1);
        var own = await recovery.Holdfast.BackUpAsync();

        Assert.Equal(stored, await store.SeenAsync("production/"));
        Assert.Equal([own], await source.ListedAsync("recovery"));
        Assert.Equal([timestamp], [.. (await source.Holdfast.BackupsAsync()).Keys]);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Two_clusters_in_one_store_never_touch_each_others_objects(string kind)
    {
        var store = await TestStore.MakeAsync(kind, _folder.In("store"));
        await using var one = await Cluster.StartAsync("one", store, version: 1, keep: 1); // backs up at start, too
        await one.ShrinksToAsync(1);
        await using var two = await Cluster.StartAsync("two", store, version: 2, keep: 1);
        await two.ShrinksToAsync(1);
        foreach (var (active, idle) in ((Cluster, Cluster)[])[(two, one), (one, two)])
        {
            var before = await store.SeenAsync($"{idle.Name}/");
            Assert.NotEmpty(before);
            var own = await store.SeenAsync($"{active.Name}/");
            var version = active == one ? 1 : 2;
            await active.Platform.SetAsync(7);
            var kept = await active.Holdfast.BackUpAsync();
            await active.ShrinksToAsync(1); // retention
            await active.Platform.SetAsync(version);
            await active.Holdfast.RestoreAsync(kept);
            await active.Platform.IsAsync(7);
            await active.CallAsync(HttpMethod.Delete, $"/api/backup/{kept}");
            Assert.Empty(await active.Holdfast.BackupsAsync());

            Assert.DoesNotContain((await store.SeenAsync($"{active.Name}/")).Keys, key => own.ContainsKey(key) && key.EndsWith("/manifest.json", StringComparison.Ordinal));
            Assert.Equal(before, await store.SeenAsync($"{idle.Name}/"));
            await active.Holdfast.BackUpAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Without_its_state_a_cluster_has_all_of_its_backups_and_builds_on_them(string kind)
    {
        var store = await TestStore.MakeAsync(kind, _folder.In("store"));
        await using var cluster = await Cluster.StartAsync("app", store, version: 1);
        var first = await cluster.Holdfast.BackUpAsync();
        await cluster.Platform.SetAsync(2);
        var second = await cluster.Holdfast.BackUpAsync();

        await cluster.StartAfreshAsync(store);
        await HasAsync(cluster, first, second);
        await cluster.Holdfast.RestoreAsync(first);
        await cluster.Platform.IsAsync(1);

        await cluster.StartAfreshAsync(store, keep: 2);
        await cluster.Holdfast.BackUpAsync();
        await cluster.ShrinksToAsync(2);
        Assert.DoesNotContain(first, (await cluster.Holdfast.BackupsAsync()).Keys);
        await cluster.Holdfast.RestoreAsync(second);
        await cluster.Platform.IsAsync(2);
    }

    [Fact]
    public async Task A_copied_directory_is_as_good_as_the_one_it_was_copied_from()
    {
        var store = TestStore.InDirectory(_folder.In("store"));
        await using var cluster = await Cluster.StartAsync("app", store, version: 1);
        var first = await cluster.Holdfast.BackUpAsync();
        await cluster.Platform.SetAsync(2);
        var second = await cluster.Holdfast.BackUpAsync();
        await Shell.RunAsync("cp -a store copy && rm -r store", _folder.Path, Token);

        await cluster.StartAfreshAsync(TestStore.InDirectory(_folder.In("copy")));
        await HasAsync(cluster, first, second);
        await cluster.Holdfast.RestoreAsync(first);
        await cluster.Platform.IsAsync(1);
        await cluster.Holdfast.RestoreAsync(await cluster.Holdfast.BackUpAsync());
        await cluster.CallAsync(HttpMethod.Delete, $"/api/backup/{first}");
        await cluster.Holdfast.RestoreAsync(second);
        await cluster.Platform.IsAsync(2);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Fails unless list, status and latest show both backups.</summary>
    private static async Task HasAsync(Cluster cluster, string first, string second)
    {
        Assert.Equal([(first, HoldfastApi.Success), (second, HoldfastApi.Success)], await cluster.Holdfast.Api.BackupsAsync(Token));
        Assert.Equal(HoldfastApi.Success, await cluster.Holdfast.Api.BackupStatusAsync(first, Token));
        var latest = await cluster.CallAsync(HttpMethod.Get, "/api/backup/latest");
        Assert.Equal((second, HoldfastApi.Success), ($"{latest["timestamp"]}", $"{latest["status"]}"));
    }
}
