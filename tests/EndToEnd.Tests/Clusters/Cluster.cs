using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.EndToEnd.Tests.Stores;
using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Clusters;

/// <summary>A platform with a Holdfast of its own, on a store that it may share with others.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly TinyPlatform _platform;
    private int _starts;

    private Cluster(TinyPlatform platform, string name) => (_platform, Name) = (platform, name);

    /// <summary>The namespace.</summary>
    public string Name { get; }

    public TinyPlatform Platform => _platform;

    public RunningHoldfast Holdfast { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="name">The namespace.</param>
    /// <param name="store">Where its backups go.</param>
    /// <param name="version">What its components hold.</param>
    /// <param name="keep">How many backups stay; null for all, and for none but requested ones.</param>
    public static async Task<Cluster> StartAsync(string name, TestStore store, int version, int? keep = null)
    {
        var cluster = new Cluster(await TinyPlatform.CreateAsync(), name);
        await cluster._platform.SetAsync(version);
        await cluster.StartAfreshAsync(store, keep);
        return cluster;
    }

    /// <summary>Ends the Holdfast, if there is one, and starts another that has no state.</summary>
    public async Task StartAfreshAsync(TestStore store, int? keep = null)
    {
        if (Holdfast is not null)
        {
            await Holdfast.DisposeAsync();
        }

        var folder = _platform.In($"holdfast-{_starts++}");
        Holdfast = await RunningHoldfast.StartAsync(folder, address =>
        {
            var configuration = _platform.Configuration(address);
            return configuration with
            {
                Platform = configuration.Platform with { Namespace = Name },
                ObjectStore = store.Section(Path.Combine(folder, "staging")),
                State = new("Sqlite", $"Data Source={Path.Combine(folder, "holdfast.db")}"),
                Backup = keep is { } count ? new(true, count) : null,
            };
        });
    }

    /// <summary>Timestamps of the backups of a namespace, as this cluster sees it.</summary>
    public async Task<string[]> ListedAsync(string name)
    {
        var (_, body) = await Holdfast.Api.CallAsync(HttpMethod.Get, $"/api/backup/list?namespace={name}", null, Token);
        return [.. body["backup-list"]!.AsArray().Select(entry => $"{entry!["timestamp"]}")];
    }

    /// <summary>Calls, which must succeed.</summary>
    public async Task<System.Text.Json.Nodes.JsonNode> CallAsync(HttpMethod method, string path)
    {
        var (code, body) = await Holdfast.Api.CallAsync(method, path, null, Token);
        Assert.True((int)code < 300, $"{method} {path}: {code} {body}");
        return body;
    }

    /// <summary>Waits until only backups that have ended are left, and only so many.</summary>
    public Task ShrinksToAsync(int count) => TestServers.Conditions.Eventually.TrueAsync(
        async () => await Holdfast.BackupsAsync() is var backups && backups.Count == count && backups.Values.All(status => status == HoldfastApi.Success),
        $"{count} backups are left in {Name}");

    public async ValueTask DisposeAsync()
    {
        await Holdfast.DisposeAsync();
        _platform.Dispose();
    }
}
