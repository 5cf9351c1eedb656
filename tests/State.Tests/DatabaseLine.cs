using Holdfast.FaultyStores.Network;
using Holdfast.TestServers.Databases;
using Npgsql;
using Xunit;

namespace Holdfast.State.Tests;

/// <summary>An empty database on PostgreSQL, which can be taken away and given back.</summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    private readonly FaultProxy _line;

    private DatabaseLine(FaultProxy line, string connectionString) => (_line, ConnectionString) = (line, connectionString);

    public string ConnectionString { get; }

    /// <summary>How often it was looked for while it was away.</summary>
    public int Misses => _line.Faults;

    public static async Task<DatabaseLine> CreateAsync()
    {
        var address = new NpgsqlConnectionStringBuilder(await FreshDatabase.CreateAsync("Postgres", TestContext.Current.CancellationToken));
        var line = new FaultProxy(new UriBuilder("tcp", address.Host, address.Port).Uri);
        (address.Host, address.Port) = (line.Url.Host, line.Url.Port);
        return new DatabaseLine(line, address.ConnectionString);
    }

    public void TakeAway()
    {
        _line.CutRequestsAfter = 0;
        _line.HangUp();
    }

    public void GiveBack() => _line.Heal();

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
