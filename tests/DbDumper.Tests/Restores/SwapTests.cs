using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;
using Holdfast.DbDumper.Tests.Databases;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Restores;

public sealed class SwapTests
{
    [Fact]
    public async Task A_commit_succeeds_while_clients_hammer_the_database_with_new_connections()
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld: true);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 6).Select(_ => HammerAsync(server.Server.ConnectionStringFor(scene.Live) + ";Pooling=false", stop.Token)).ToArray();
        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(SwapState.Committed, await scene.CommitAsync());
            await scene.AssertNewAsync();
            Assert.Equal(SwapState.Prepared, await scene.RollBackAsync());
            await scene.AssertOldAsync();
        }

        await stop.CancelAsync();
        var connected = await Task.WhenAll(clients);
        Assert.True(connected.Sum() > 0, "nobody ever got in");
    }

    [Fact]
    public async Task The_maintenance_database_itself_can_be_restored()
    {
        await using var own = await PostgresServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var server = new TestServer(own);
        await server.RunAsync("postgres", "CREATE TABLE kept (i integer)");
        using var saved = await SavedDump.OfAsync(server, "postgres");
        await server.RunAsync("postgres", "DROP TABLE kept");
        var target = server.Target("postgres");
        await server.Preparation().RunAsync(target, saved.Facts, ArchiveSource.File(saved.Path), TestContext.Current.CancellationToken);
        Assert.Equal(SwapState.Committed, await server.Commit().RunAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(0L, await server.GetAsync<long>("postgres", "SELECT count(*) FROM kept"));
        Assert.Equal(SwapState.Prepared, await server.RollBack().RunAsync(target, TestContext.Current.CancellationToken));
        Assert.False(await server.GetAsync<bool>("postgres", "SELECT to_regclass('kept') IS NOT NULL"));
        Assert.Equal(SwapState.Idle, await TestServer.Discard().RunAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_is_restored_under_another_name_through_a_stream_and_the_first_one_stays()
    {
        using var server = await TestServer.SharedAsync();
        var name = $"first_{Guid.NewGuid():N}"[..20];
        await server.Server.CreateDatabaseAsync(name, TestContext.Current.CancellationToken);
        await server.RunAsync(name, "CREATE TABLE t AS SELECT i, md5(i::text) FROM generate_series(1, 50000) i", "SELECT lo_from_bytea(77, 'large')");
        using var saved = await SavedDump.OfAsync(server, name);
        var target = server.Target($"Other {name}");
        await using (var stream = File.OpenRead(saved.Path))
        {
            await server.Preparation().RunAsync(target, saved.Facts, ArchiveSource.From(stream), TestContext.Current.CancellationToken);
            Assert.Equal(stream.Length, stream.Position);
        }

        await server.Commit().RunAsync(target, TestContext.Current.CancellationToken);
        await TestServer.Forget().RunAsync(target, TestContext.Current.CancellationToken);
        Assert.Equal(await PlainText.OfAsync(server, name), await PlainText.OfAsync(server, target.Names.Live));
    }

    [Fact]
    public async Task A_copy_with_a_subscription_that_is_a_template_is_discarded()
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld: true);
        var copy = scene.Target.Names.Prepared;
        await server.RunAsync("postgres", $"ALTER DATABASE {Sql.Name(copy)} ALLOW_CONNECTIONS true");
        await server.RunAsync(copy, "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.invalid dbname=x' PUBLICATION news WITH (connect = false)");
        await server.RunAsync("postgres", $"ALTER DATABASE {Sql.Name(copy)} IS_TEMPLATE true ALLOW_CONNECTIONS false");
        Assert.Equal(SwapState.Idle, await scene.DiscardAsync());
        await scene.AssertOnlyAsync("old open");
    }

    [Fact]
    public async Task A_commit_without_a_prepared_copy_is_refused()
    {
        using var server = await TestServer.SharedAsync();
        var target = server.Target("never prepared");
        var failure = await Assert.ThrowsAsync<SwapRefusedException>(() => server.Commit().RunAsync(target, TestContext.Current.CancellationToken));
        Assert.Contains(target.Names.Prepared, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_commit_is_refused_while_somebody_else_s_database_has_the_previous_name()
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld: true);
        await server.RunAsync("postgres", $"CREATE DATABASE {Sql.Name(scene.Target.Names.Previous)}");
        await Assert.ThrowsAsync<SwapRefusedException>(() => scene.CommitAsync());
        await Assert.ThrowsAsync<SwapRefusedException>(() => scene.RollBackAsync());
    }

    [Fact]
    public async Task A_second_step_at_the_same_time_is_refused()
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld: true);
        await using var other = await MaintenanceSession.OpenAsync(scene.Target.Address, "postgres", before: null, TestContext.Current.CancellationToken);
        await other.LockAsync(scene.Live, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<DatabaseInUseException>(() => scene.CommitAsync());
        await scene.AssertOldAsync();
    }

    private static async Task<int> HammerAsync(string connectionString, CancellationToken cancellationToken)
    {
        for (var connected = 0; ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(CancellationToken.None);
                connected++;
                await using var command = new NpgsqlCommand("SELECT pg_sleep(0.2)", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // Being thrown out and kept out is what this test is about.
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return connected;
            }
        }
    }
}
