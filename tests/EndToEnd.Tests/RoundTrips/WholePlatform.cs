using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.EndToEnd.Tests.Stores;
using Holdfast.Sample.Databases;
using Holdfast.Sample.Platform;
using Holdfast.Sample.Proof;
using Holdfast.Sample.Volumes;
using Holdfast.TestServers.Postgres;

namespace Holdfast.EndToEnd.Tests.RoundTrips;

/// <summary>The sample platform and two databases with one of everything, a Holdfast that has backed them up, and the proof of what was there.</summary>
public sealed class WholePlatform : IAsyncLifetime
{
    private const string Namespace = "app";
    private readonly TemporaryFolder _folder = new();
    private PostgresServer _server = null!;
    private SampleDatabases _databases = null!;
    private SampleVolumes _volumes = null!;
    private Dictionary<string, RichDatabase> _rich = [];
    private int _folders;
    private bool _isLost;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync(cancellationToken: Token);
        (_databases, _volumes) = (new SampleDatabases(_server, ""), new SampleVolumes(_folder.In("volumes")));
        foreach (var name in SampleDatabases.Names)
        {
            await _databases.CreateAsync(name, Token);
        }

        foreach (var name in SampleVolumes.Names)
        {
            await _volumes.CreateAsync(name, Token);
        }

        _rich = new Dictionary<string, RichDatabase>
        {
            ["odd-name"] = new(_server, "Odd \"name\" = 'q' Ünï"),
            ["latin1"] = new(_server, "rich_latin1"),
        };
        await _rich["odd-name"].CreateAsync("ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LC_COLLATE 'C' LC_CTYPE 'C'", "Ω");
        await _rich["latin1"].CreateAsync("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'", "é");
        await ProveAsync("before");
    }

    /// <summary>An empty store of a kind. A test whose predecessor lost the platform has nothing to back up, and says so.</summary>
    internal Task<TestStore> StoreAsync(string kind)
    {
        Assert.SkipWhen(_isLost, "an earlier test failed and left the platform destroyed");
        return TestStore.MakeAsync(kind, NewFolder("store"));
    }

    /// <summary>Starts a Holdfast without any state, on a store that may have backups.</summary>
    internal Task<RunningHoldfast> StartAsync(TestStore store, bool encrypted, string platformNamespace = Namespace)
    {
        var (folder, passphrase) = (NewFolder("holdfast"), _folder.In("passphrase"));
        File.WriteAllText(passphrase, "correct horse battery staple\n");
        return RunningHoldfast.StartAsync(folder, address => new HoldfastConfiguration
        {
            Platform = new(
                platformNamespace,
                [
                    .. SampleDatabases.Names.Select(database => new HoldfastConfiguration.Database(database, _databases.ConnectionStringOf(database))),
                    .. _rich.Select(database => new HoldfastConfiguration.Database(database.Key, database.Value.ConnectionString)),
                ],
                [.. SampleVolumes.Names.Select(volume => new HoldfastConfiguration.Volume(volume, _volumes.PathOf(volume)))]),
            ObjectStore = store.Section(Path.Combine(folder, "staging")),
            State = new("Sqlite", $"Data Source={Path.Combine(folder, "holdfast.db")}"),
            Api = new(address.GetLeftPart(UriPartial.Authority)),
            DbDumper = new([_server.BinDirectory]),
            Encryption = encrypted ? new(passphrase) : null,
        });
    }

    /// <summary>Drops every database and the roles of two, and empties every volume.</summary>
    internal async Task DestroyAsync()
    {
        _isLost = true;
        foreach (var name in SampleDatabases.Names)
        {
            await _databases.DropAsync(name, Token);
        }

        foreach (var database in _rich.Values)
        {
            await database.DestroyAsync();
        }

        foreach (var name in SampleVolumes.Names)
        {
            await _volumes.EmptyAsync(name, Token);
        }
    }

    /// <summary>Fails unless everything is as it was when this platform was made.</summary>
    internal async Task IsAsBeforeAsync()
    {
        await ProveAsync("after");
        Assert.Empty(PlatformProof.Differences(_folder.In("before"), _folder.In("after")));
        _isLost = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private string NewFolder(string kind) => _folder.In($"{kind}-{_folders++}");

    private async Task ProveAsync(string name)
    {
        var folder = _folder.In(name);
        await PlatformProof.WriteAsync(folder, _databases, _volumes, _server.BinDirectory, Token);
        foreach (var (component, database) in _rich)
        {
            var text = await DatabaseText.OfAsync(_server.BinDirectory, database.ConnectionString, Token);
            await File.WriteAllTextAsync(Path.Combine(folder, $"db-{component}.sql"), text, System.Text.Encoding.Latin1, Token);
        }
    }
}
