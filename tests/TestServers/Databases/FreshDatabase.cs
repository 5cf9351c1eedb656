using Holdfast.TestServers.Postgres;

namespace Holdfast.TestServers.Databases;

/// <summary>An empty database of its own for one test, on either provider.</summary>
public static class FreshDatabase
{
    /// <summary>The providers to run such a test on.</summary>
    public static readonly string[] Providers = ["Sqlite", "Postgres"];

    /// <summary>The connection string of a new database; SQLite's lies in a temporary folder.</summary>
    public static async Task<string> CreateAsync(string provider, CancellationToken cancellationToken = default)
    {
        if (provider == "Postgres")
        {
            var server = await PostgresServer.SharedAsync();
            return await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        }

        var folder = Directory.CreateTempSubdirectory("holdfast-state-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return $"Data Source={Path.Combine(folder, "state.db")}";
    }
}
