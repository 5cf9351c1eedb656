using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Servers;
using Holdfast.DbDumper.Tests.Databases;

namespace Holdfast.DbDumper.Tests.Clients;

public sealed class ClientProcessTests
{
    [Fact]
    public async Task A_pg_dump_that_nobody_reads_any_more_ends_by_itself()
    {
        // The same happens when this process is killed: the system closes its end of the pipe.
        var token = TestContext.Current.CancellationToken;
        using var server = await TestServer.SharedAsync();
        var name = $"orphan_{Guid.NewGuid():N}";
        await server.Server.CreateDatabaseAsync(name, token);
        await server.RunAsync(name, "CREATE TABLE t AS SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 50000) i");
        var client = await server.Tools.ForServerAsync(server.Server.Major, token);
        await using var program = ClientProcess.Start(client.PgDump, ["--format=custom", "--compress=0"], new DatabaseAddress(server.Server.ConnectionStringFor(name)));
        Assert.True(await program.Output.ReadAsync(new byte[100], token) > 0);
        program.Output.Close();
        Assert.NotEqual(0, (await program.WaitAsync(token)).Code);
    }

    [Fact]
    public async Task A_flood_of_errors_is_kept_short_and_does_not_block()
    {
        await using var program = ClientProcess.Start("/bin/sh", ["-c", "seq 1 200000 >&2; exit 3"], address: null);
        var exit = await program.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, exit.Code);
        Assert.Equal(201, exit.Messages.Count);
        Assert.Equal(("1", "200000"), (exit.Messages[0], exit.Messages[^1]));
        Assert.Equal("… 199800 lines left out …", exit.Messages[100]);
    }
}
