using Holdfast.TestServers.Postgres;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.Databases;

/// <summary>An empty database of its own for one test, on either provider.</summary>
public static class FreshDatabase
{
    /// <summary>The providers to run such a test on.</summary>
    public static readonly string[] Providers = ["Sqlite", "Postgres"];

    private static readonly Lazy<string> Folder = new(CreateFolder);

    /// <summary>The connection string of a new database; SQLite's lies in a temporary folder.</summary>
    public static async Task<string> CreateAsync(string provider, CancellationToken cancellationToken = default)
    {
        if (provider == "Postgres")
        {
            var server = await PostgresServer.SharedAsync();
            return await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        }

        return $"Data Source={Path.Combine(Directory.CreateDirectory(Path.Join(Folder.Value, $"{Guid.NewGuid():N}")).FullName, "state.db")}";
    }

    /// <summary>Goes after this process, however it ends: to remove hundreds of databases while it ends would take seconds.</summary>
    private static string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-state-").FullName;
        GuardedProcess.Start(["sleep", "infinity"], "/dev/null", "TERM", folder);
        return folder;
    }
}
