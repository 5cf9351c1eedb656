using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;
using Microsoft.Extensions.Logging;

namespace Holdfast.DbDumper.Dumps;

/// <summary>Dumps databases: first a snapshot of each, close together in time, then the bytes as slots allow.</summary>
internal sealed class DatabaseDumper(PostgresTools tools, DbDumperOptions options, TimeProvider clock, ILogger<DatabaseDumper> logger)
{
    /// <summary>Fixes the state of a database that a later dump will have.</summary>
    /// <param name="connectionString">An Npgsql connection string that names the database.</param>
    /// <exception cref="DatabaseException">The database cannot be reached or refuses us, or no client fits its server.</exception>
    public async Task<ExportedSnapshot> TakeSnapshotAsync(string connectionString, CancellationToken cancellationToken)
    {
        var snapshot = await ExportedSnapshot.TakeAsync(new DatabaseAddress(connectionString), options, clock, logger, cancellationToken);
        try
        {
            await tools.ForServerAsync(snapshot.Facts.ServerMajor, cancellationToken);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts pg_dump on a snapshot, which belongs to the dump from then on.</summary>
    /// <exception cref="SnapshotLostException">The snapshot has ended.</exception>
    /// <exception cref="ClientProgramException">No client program fits the server, or it does not start.</exception>
    public async Task<DatabaseDump> StartAsync(ExportedSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await snapshot.CheckAsync(cancellationToken);
            var client = await tools.ForServerAsync(snapshot.Facts.ServerMajor, cancellationToken);
            return DatabaseDump.Start(client, snapshot, options);
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }
}
