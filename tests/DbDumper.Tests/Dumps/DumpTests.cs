using System.Text;
using Holdfast.DbDumper.Dumps;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Tests.Databases;
using Holdfast.TestServers.Conditions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Dumps;

public sealed class DumpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dump_has_the_state_of_its_snapshot_not_of_its_start()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server, "CREATE TABLE t AS SELECT 'before'::text AS x");
        var snapshot = await server.Dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(name), Token);
        await server.RunAsync(name, "INSERT INTO t VALUES ('after')", "CREATE TABLE later (i integer)");
        var (text, report) = await ReadAsync(await server.Dumper.StartAsync(snapshot, Token));
        Assert.Contains("before\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("after\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Contents.Entries, entry => entry.Contains("later", StringComparison.Ordinal));
        Assert.Contains(report.Contents.Entries, entry => entry.StartsWith("TABLE DATA public t ", StringComparison.Ordinal));
        Assert.Equal(text.Length, report.Bytes);
    }

    [Fact]
    public async Task An_empty_database_is_a_valid_dump()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server);
        var (_, report) = await ReadAsync(await StartAsync(server, name));
        Assert.InRange(report.Contents.EntryCount, 1, 10);
        Assert.Empty(report.Contents.Entries);
    }

    [Fact]
    public async Task A_table_of_contents_larger_than_a_pipe_is_read_back()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server, "DO $$ BEGIN FOR i IN 1..600 LOOP EXECUTE format('CREATE TABLE t%s (i integer PRIMARY KEY, note text DEFAULT %L)', i, repeat('x', 200)); END LOOP; END $$");
        var (_, report) = await ReadAsync(await StartAsync(server, name));
        Assert.Equal(1800, report.Contents.Entries.Count);
    }

    [Fact]
    public async Task A_dump_whose_connection_is_ended_fails_instead_of_ending_short()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server, "CREATE TABLE t AS SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 100000) i");
        await using var dump = await StartAsync(server, name);
        Assert.True(await dump.Output.ReadAsync(new byte[4096], Token) > 0);
        await server.RunAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        var failure = await Assert.ThrowsAsync<DumpFailedException>(() => dump.Output.CopyToAsync(Stream.Null, Token));
        Assert.True(failure.CanRetry, failure.Message);
        Assert.Contains("pg_dump: error:", failure.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(dump.Complete);
    }

    [Fact]
    public async Task A_table_whose_file_is_gone_fails_the_dump_with_pg_dump_s_own_words()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server, "CREATE TABLE broken AS SELECT 1", "SET allow_system_table_mods = on; UPDATE pg_class SET relfilenode = 4000000 WHERE relname = 'broken'");
        await using var dump = await StartAsync(server, name);
        var failure = await Assert.ThrowsAsync<DumpFailedException>(() => dump.Output.CopyToAsync(Stream.Null, Token));
        Assert.Contains("could not open file", failure.Message, StringComparison.Ordinal);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_table_that_our_login_may_not_read_fails_the_dump()
    {
        using var server = await TestServer.SharedAsync();
        var (name, role) = (await CreateAsync(server, "CREATE TABLE secret AS SELECT 1"), $"poor_{Guid.NewGuid():N}"[..15]);
        await server.RunAsync("postgres", $"CREATE ROLE {role} LOGIN PASSWORD 'p'");
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionStringFor(name)) { Username = role, Password = "p" }.ConnectionString;
        await using var dump = await server.Dumper.StartAsync(await server.Dumper.TakeSnapshotAsync(address, Token), Token);
        var failure = await Assert.ThrowsAsync<DumpFailedException>(() => dump.Output.CopyToAsync(Stream.Null, Token));
        Assert.Contains("permission denied for table secret", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_cancelled_read_ends_pg_dump_and_its_connection()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server, "CREATE TABLE locked (i integer)");
        await using var blocker = new NpgsqlConnection(server.Server.ConnectionStringFor(name) + ";Pooling=false");
        await blocker.OpenAsync(Token);
        await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE locked", blocker))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        using var cancel = new CancellationTokenSource();
        await using var dump = await StartAsync(server, name);
        var reading = dump.Output.ReadAsync(new byte[100], cancel.Token).AsTask();
        await UntilAsync(server, $"SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await dump.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{dump.ProcessId}") && File.ReadAllText($"/proc/{dump.ProcessId}/comm") == "pg_dump");
        await using (var command = new NpgsqlCommand("ROLLBACK", blocker))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        await UntilAsync(server, $"SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = '{name}' AND backend_type = 'client backend'");
    }

    [Fact]
    public async Task A_dump_that_waits_for_a_lock_too_long_says_so_and_may_be_tried_again()
    {
        using var shared = await TestServer.SharedAsync();
        using var server = new TestServer(shared.Server, new DbDumperOptions { ClientFolders = [shared.Server.BinDirectory], LockWait = TimeSpan.FromMilliseconds(200) });
        var name = await CreateAsync(server, "CREATE TABLE locked (i integer)");
        await using var blocker = new NpgsqlConnection(server.Server.ConnectionStringFor(name) + ";Pooling=false");
        await blocker.OpenAsync(Token);
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE locked", blocker);
        await command.ExecuteNonQueryAsync(Token);
        await using var dump = await StartAsync(server, name);
        var failure = await Assert.ThrowsAsync<DumpFailedException>(() => dump.Output.CopyToAsync(Stream.Null, Token));
        Assert.True(failure.CanRetry, failure.Message);
    }

    [Fact]
    public async Task A_snapshot_that_is_not_used_in_time_is_given_up()
    {
        using var server = await TestServer.SharedAsync();
        var (name, clock) = (await CreateAsync(server), new FakeTimeProvider());
        var dumper = new DatabaseDumper(server.Tools, server.Options, clock, NullLogger<DatabaseDumper>.Instance);
        await using var snapshot = await dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(name), Token);
        clock.Advance(server.Options.SnapshotLifetime);
        await UntilAsync(server, $"SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = '{name}' AND backend_type = 'client backend'");
        await Assert.ThrowsAsync<SnapshotLostException>(() => dumper.StartAsync(snapshot, Token));
    }

    [Fact]
    public async Task A_snapshot_whose_connection_broke_is_reported_lost()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server);
        await using var snapshot = await server.Dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(name), Token);
        await server.RunAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        var failure = await Assert.ThrowsAsync<SnapshotLostException>(() => server.Dumper.StartAsync(snapshot, Token));
        Assert.True(failure.CanRetry);
    }

    [Fact]
    public async Task The_password_is_on_no_command_line()
    {
        using var server = await TestServer.SharedAsync();
        var name = await CreateAsync(server, "CREATE TABLE t AS SELECT repeat('x', 1000) FROM generate_series(1, 10000) i");
        var role = $"seer_{Guid.NewGuid():N}"[..15];
        await server.RunAsync("postgres", $"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD 'tops3cret'");
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionStringFor(name)) { Username = role, Password = "tops3cret" }.ConnectionString;
        await using var dump = await server.Dumper.StartAsync(await server.Dumper.TakeSnapshotAsync(address, Token), Token);
        Assert.True(await dump.Output.ReadAsync(new byte[100], Token) > 0);
        var command = Encoding.UTF8.GetString(await File.ReadAllBytesAsync($"/proc/{dump.ProcessId}/cmdline", Token));
        Assert.Contains("--snapshot=", command, StringComparison.Ordinal);
        Assert.DoesNotContain("tops3cret", $"{command} {dump.Facts} {new Servers.DatabaseAddress(address)}", StringComparison.Ordinal);
    }

    private static async Task<string> CreateAsync(TestServer server, params string[] statements)
    {
        var name = $"dump_{Guid.NewGuid():N}";
        await server.Server.CreateDatabaseAsync(name, Token);
        await server.RunAsync(name, statements);
        return name;
    }

    private static async Task<DatabaseDump> StartAsync(TestServer server, string name) =>
        await server.Dumper.StartAsync(await server.Dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(name), Token), Token);

    private static async Task<(string Text, DumpReport Report)> ReadAsync(DatabaseDump dump)
    {
        await using (dump)
        {
            using var bytes = new MemoryStream();
            await dump.Output.CopyToAsync(bytes, Token);
            return (Encoding.Latin1.GetString(bytes.ToArray()), dump.Complete());
        }
    }

    private static Task UntilAsync(TestServer server, string condition) =>
        Eventually.TrueAsync(() => server.GetAsync<bool>("postgres", condition), condition);
}
