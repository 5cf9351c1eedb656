using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Tests.Databases;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Restores;

/// <summary>The service does not need to be a superuser: owning the database and CREATEDB are enough.</summary>
public sealed class LimitedLoginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owner_of_a_database_can_dump_and_restore_it_while_using_it()
    {
        using var server = await TestServer.SharedAsync();
        var (address, name) = await CreateOwnedAsync(server);
        await using var user = new NpgsqlConnection(address + ";Pooling=false");
        await user.OpenAsync(Token);

        await using var dump = await server.Dumper.StartAsync(await server.Dumper.TakeSnapshotAsync(address, Token), Token);
        using var bytes = new MemoryStream();
        await dump.Output.CopyToAsync(bytes, Token);
        bytes.Position = 0;
        Assert.All(dump.Facts.Roles, role => Assert.Null(role.PasswordHash));

        var target = new RestoreTarget(address, "r1");
        await server.Preparation().RunAsync(target, dump.Facts, ArchiveSource.From(bytes), Token);
        Assert.Equal(SwapState.Committed, await server.Commit().RunAsync(target, Token));
        Assert.Equal(3L, await server.GetAsync<long>(name, "SELECT count(*) FROM t"));
        Assert.Equal(SwapState.Prepared, await server.RollBack().RunAsync(target, Token));
        Assert.Equal(SwapState.Idle, await TestServer.Discard().RunAsync(target, Token));
    }

    [Fact]
    public async Task Connections_that_our_login_may_not_end_are_named_and_the_database_stays_open()
    {
        using var shared = await TestServer.SharedAsync();
        using var server = new TestServer(shared.Server, new DbDumperOptions { ClientFolders = [shared.Server.BinDirectory], EndConnectionsWait = TimeSpan.FromMilliseconds(300) });
        var (address, name) = await CreateOwnedAsync(server);
        await using var superuser = new NpgsqlConnection(server.Server.ConnectionStringFor(name) + ";Pooling=false;Application Name=stubborn");
        await superuser.OpenAsync(Token);
        var target = new RestoreTarget(address, "r1");
        await using (var dump = await server.Dumper.StartAsync(await server.Dumper.TakeSnapshotAsync(address, Token), Token))
        {
            using var bytes = new MemoryStream();
            await dump.Output.CopyToAsync(bytes, Token);
            bytes.Position = 0;
            await server.Preparation().RunAsync(target, dump.Facts, ArchiveSource.From(bytes), Token);
        }

        var failure = await Assert.ThrowsAsync<DatabaseInUseException>(() => server.Commit().RunAsync(target, Token));
        Assert.Contains("stubborn", failure.Message, StringComparison.Ordinal);
        Assert.True(await server.GetAsync<bool>("postgres", $"SELECT datallowconn FROM pg_database WHERE datname = '{name}'"));
        Assert.Equal(SwapState.Idle, await TestServer.Discard().RunAsync(target, Token));
    }

    private static async Task<(string Address, string Name)> CreateOwnedAsync(TestServer server)
    {
        var name = $"owned_{Guid.NewGuid():N}"[..16];
        await server.RunAsync("postgres", $"CREATE ROLE {name} LOGIN CREATEDB PASSWORD 'p'", $"CREATE DATABASE {name} OWNER {name}");
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionStringFor(name)) { Username = name, Password = "p" }.ConnectionString;
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("CREATE TABLE t AS SELECT generate_series(1, 3) i; CREATE EXTENSION hstore; CREATE SCHEMA s", connection);
        await command.ExecuteNonQueryAsync(Token);
        return (address, name);
    }
}
