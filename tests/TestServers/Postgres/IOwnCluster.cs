namespace Holdfast.TestServers.Postgres;

/// <summary>A server that was started for the tests and ends with them.</summary>
internal interface IOwnCluster : IAsyncDisposable
{
    /// <summary>Npgsql connection string of the superuser for the database <c>postgres</c>.</summary>
    string ConnectionString { get; }

    /// <summary>Kills one of the server's processes, as the server numbers them.</summary>
    Task KillAsync(int process);
}
