using Holdfast.Sample.Databases;
using Holdfast.Sample.Platform;
using Holdfast.Sample.Proof;
using Holdfast.Sample.Volumes;
using Holdfast.TestServers.Postgres;

namespace Holdfast.Sample.Story;

/// <summary>The sample platform: five databases and five volumes below a data folder.</summary>
internal sealed class SamplePlatform : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly PostgresServer _server;

    private SamplePlatform(DataFolder folder, PostgresServer server, string prefix, string what)
    {
        (_folder, _server, ServerText) = (folder, server, what);
        (Databases, Volumes) = (new SampleDatabases(server, prefix), new SampleVolumes(folder.Volumes));
    }

    public SampleDatabases Databases { get; }

    public SampleVolumes Volumes { get; }

    /// <summary>Which server it is, for people.</summary>
    public string ServerText { get; }

    public static async Task<SamplePlatform> OpenAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        var (server, prefix, what) = await SampleServer.OpenAsync(folder, cancellationToken);
        return new SamplePlatform(folder, server, prefix, what);
    }

    public HoldfastConfiguration Configuration(Uri address) => new()
    {
        Platform = new(
            "app",
            [.. SampleDatabases.Names.Select(name => new HoldfastConfiguration.Database(name, Databases.ConnectionStringOf(name)))],
            [.. SampleVolumes.Names.Select(name => new HoldfastConfiguration.Volume(name, Volumes.PathOf(name)))]),
        ObjectStore = new("local", _folder.Store),
        State = new("Sqlite", $"Data Source={_folder.StateDatabase}"),
        Api = new(address.GetLeftPart(UriPartial.Authority)),
        DbDumper = new([_server.BinDirectory]),
    };

    /// <summary>Creates what is missing.</summary>
    /// <returns>How many components had to be created.</returns>
    /// <exception cref="SampleException">A database of that name exists that the sample did not create.</exception>
    public async Task<int> CompleteAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        var ours = File.Exists(_folder.CreatedDatabases) ? [.. await File.ReadAllLinesAsync(_folder.CreatedDatabases, cancellationToken)] : new HashSet<string>();
        var created = 0;
        foreach (var name in SampleDatabases.Names)
        {
            if (await Databases.ExistsAsync(name, cancellationToken))
            {
                if (!ours.Contains(Databases.NameOf(name)))
                {
                    throw new SampleException(
                        $"The server already has a database {Databases.NameOf(name)}, which this sample did not create and will not touch. Rename or drop it, or use another server.");
                }

                continue;
            }

            terminal.Progress($"creating database {name}");
            await File.AppendAllTextAsync(_folder.CreatedDatabases, $"{Databases.NameOf(name)}\n", cancellationToken);
            await Databases.CreateAsync(name, cancellationToken);
            created++;
        }

        foreach (var name in SampleVolumes.Names.Where(name => !Volumes.Exists(name)))
        {
            terminal.Progress($"creating volume {name}");
            await Volumes.CreateAsync(name, cancellationToken);
            created++;
        }

        return created;
    }

    /// <summary>Writes the whole platform as text, so that two states can be compared.</summary>
    public Task ProveAsync(string folder, CancellationToken cancellationToken) =>
        PlatformProof.WriteAsync(folder, Databases, Volumes, _server.BinDirectory, cancellationToken);

    /// <summary>A line on each component.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var name in SampleDatabases.Names)
        {
            var text = await Databases.ExistsAsync(name, cancellationToken) ? $"{await Databases.SizeAsync(name, cancellationToken) / 1e6,6:0.0} MB" : "   gone";
            lines.Add($"database {name,-16} {text}");
        }

        foreach (var name in SampleVolumes.Names)
        {
            var size = await Shell.RunAsync("find . -path ./.holdfast -prune -o -type f -printf '%b\\n' | awk '{n++; b += $1} END {printf \"%6.1f MB in %d files\", b * 512 / 1e6, n}'", Volumes.PathOf(name), cancellationToken);
            lines.Add($"volume   {name,-16} {size}");
        }

        return lines;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
