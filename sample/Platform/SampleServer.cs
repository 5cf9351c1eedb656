using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.Sample.Platform;

/// <summary>The PostgreSQL server of the sample: the one in <c>HOLDFAST_SAMPLE_PG</c>, else a private one below the data folder.</summary>
internal static class SampleServer
{
    private const string Variable = "HOLDFAST_SAMPLE_PG";

    /// <summary>What stands before the databases' names on a server that is not ours.</summary>
    private const string ForeignPrefix = "holdfast_sample_";

    /// <returns>The server, the prefix of the databases' names there, and a line that says which server it is.</returns>
    /// <exception cref="SampleException">There is no PostgreSQL; the message says how to get one.</exception>
    public static async Task<(PostgresServer Server, string Prefix, string What)> OpenAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address)
        {
            var server = await PostgresServer.AtAsync(ConnectionString(address), cancellationToken);
            return (server, ForeignPrefix, $"the server of {Variable}, programs of {server.BinDirectory}");
        }

        var cluster = Reachable(folder);
        var version = Path.Combine(cluster, "data", "PG_VERSION");
        var major = File.Exists(version) ? (await File.ReadAllTextAsync(version, cancellationToken)).Trim() : null;
        var binaries = PostgresBinaries.Installed().FirstOrDefault(found => major is null || $"{found.Major}" == major)
            ?? throw new SampleException(
                $"PostgreSQL {major} is needed for the sample databases. Install it (apt-get install postgresql), name the folder of its programs in "
                + $"HOLDFAST_PG_BIN, or put the address of a running server into {Variable} (postgresql://superuser:password@host:port).");
        var own = await PostgresServer.StartKeptAsync(binaries, cluster, cancellationToken);
        return (own, "", $"version {binaries.Major}, started privately on 127.0.0.1:{own.Port}, data in {cluster}");
    }

    /// <summary>As root the server runs as another account, which may not be allowed to walk to the data folder.</summary>
    private static string Reachable(DataFolder folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return folder.Postgres;
        }

        for (var parent = new DirectoryInfo(folder.Path); parent is not null; parent = parent.Parent)
        {
            if ((parent.UnixFileMode & UnixFileMode.OtherExecute) == 0)
            {
                return $"/var/tmp/holdfast-sample{folder.Path.Replace('/', '-')}";
            }
        }

        return folder.Postgres;
    }

    private static string ConnectionString(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("postgres" or "postgresql"))
        {
            return address;
        }

        var user = url.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = url.AbsolutePath.Trim('/') is { Length: > 0 } name ? name : "postgres",
        }.ConnectionString;
    }
}
