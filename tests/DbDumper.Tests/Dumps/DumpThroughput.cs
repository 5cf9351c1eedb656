using System.Diagnostics;
using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Servers;
using Holdfast.DbDumper.Tests.Databases;

namespace Holdfast.DbDumper.Tests.Dumps;

/// <summary>Measures; run it by name on an idle machine.</summary>
public sealed class DumpThroughput
{
    private const int Rounds = 3;

    [Fact(Explicit = true)]
    public async Task A_checked_dump_takes_as_long_as_pg_dump_into_the_void()
    {
        var token = TestContext.Current.CancellationToken;
        var megabytes = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_DUMP_MB") ?? "2000", System.Globalization.CultureInfo.InvariantCulture);
        using var server = await TestServer.SharedAsync();
        var name = $"large_{Guid.NewGuid():N}";
        await server.Server.CreateDatabaseAsync(name, token);
        for (var table = 0; table < 4; table++)
        {
            // About 1,050 bytes a row.
            await server.RunAsync(name, $"CREATE TABLE t{table} AS SELECT i, now() AS at, repeat(md5((i * {table + 1})::text), 32) AS x FROM generate_series(1, {megabytes * 238}) i");
        }

        await server.RunAsync(name, "VACUUM ANALYZE", "CHECKPOINT");
        var (ours, plain, piped) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            plain.Add(await PlainAsync(server, name, "> /dev/null"));
            piped.Add(await PlainAsync(server, name, "| cat > /dev/null"));
            ours.Add(await Task.Run(() => OursAsync(server, name), token)); // services have no synchronization context to hop through
        }

        // The first round warms the caches.
        var (median, reference, cat) = (Median(ours), Median(plain), Median(piped));
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"{megabytes} MB: checked dump {median:F2} s; pg_dump -Fc -Z0 > /dev/null {reference:F2} s, ratio {median / reference:F3}; pg_dump -Fc -Z0 | cat > /dev/null {cat:F2} s, ratio {median / cat:F3}"));
        Assert.True(median <= 1.15 * reference, $"{median:F2} s against {reference:F2} s");
    }

    private static double Median(List<double> times) => times.Skip(1).Order().ElementAt(Rounds / 2);

    private static async Task<double> OursAsync(TestServer server, string name)
    {
        var token = TestContext.Current.CancellationToken;
        var since = Stopwatch.GetTimestamp();
        await using var dump = await server.Dumper.StartAsync(await server.Dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(name), token), token);
        var block = new byte[1 << 20];
        while (await dump.Output.ReadAsync(block, token) > 0)
        {
        }

        Assert.True(dump.Complete().Bytes > 0);
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static async Task<double> PlainAsync(TestServer server, string name, string sink)
    {
        var token = TestContext.Current.CancellationToken;
        var client = await server.Tools.ForServerAsync(server.Server.Major, token);
        var since = Stopwatch.GetTimestamp();
        await using var shell = ClientProcess.Start(
            "/bin/sh", ["-c", $"{client.PgDump} -Fc -Z0 {sink}"], new DatabaseAddress(server.Server.ConnectionStringFor(name)));
        Assert.Equal(0, (await shell.WaitAsync(token)).Code);
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
