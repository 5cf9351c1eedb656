using Holdfast.DbDumper.Archives;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Tests.Databases;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Restores;

/// <summary>A copy that cannot be built changes nothing and leaves nothing.</summary>
public sealed class PreparationFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_no_dump_is_refused()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "this is no dump", Token);
        await FailAsync<ArchiveInvalidException>(_ => ArchiveSource.File(path), "pg_restore --list ended with status 1", Token);
        File.Delete(path);
    }

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task A_dump_that_ends_early_is_refused(double share)
    {
        var failure = await FailAsync<DatabaseException>(saved => ArchiveSource.From(new MemoryStream(Beginning(saved, share))), "could not read from input file: end of file", Token);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_source_that_breaks_off_is_reported_as_it_said_it() =>
        await FailAsync<IOException>(saved => ArchiveSource.From(new BreakingStream(Beginning(saved, 0.5))), "pack 7 is damaged", Token);

    [Fact]
    public async Task A_cancelled_preparation_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        await FailAsync<OperationCanceledException>(saved => ArchiveSource.From(new BreakingStream(Beginning(saved, 0.5), cancel)), "", cancel.Token);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_freed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk takes root");
        await using var disk = await SmallDisk.MountAsync(24);
        await using var own = await PostgresServer.StartAsync(cancellationToken: Token); // no checkpoint succeeds while the disk is full, for nobody's databases
        using var server = new TestServer(own);
        var (name, saved) = await DumpAsync(server);
        using (saved)
        {
            var tablespace = $"small_{Guid.NewGuid():N}"[..15];
            await server.RunAsync("postgres", $"CREATE TABLESPACE {tablespace} LOCATION '{disk.Folder}'");
            var failure = await Assert.ThrowsAsync<DiskFullException>(() => server.Preparation().RunAsync(
                server.Target(name), saved.Facts with { Tablespace = tablespace }, ArchiveSource.File(saved.Path), Token));
            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
            Assert.Equal([name], await server.DatabasesAsync(name));
            await server.RunAsync("postgres", $"DROP TABLESPACE {tablespace}");
        }
    }

    [Fact]
    public async Task A_copy_that_lacks_something_of_its_archive_is_not_accepted()
    {
        using var server = await TestServer.SharedAsync();
        var (name, saved) = await DumpAsync(server);
        using (saved)
        {
            var client = await server.Tools.ForServerAsync(server.Server.Major, Token);
            var address = server.Target(name).Address;
            await RestoreCheck.RunAsync(client, address, saved.Report.Contents, server.Server.Major, Token);
            await server.RunAsync(name, "DROP INDEX t_i", "CREATE TABLE extra ()");
            var failure = await Assert.ThrowsAsync<RestoreIncompleteException>(() => RestoreCheck.RunAsync(client, address, saved.Report.Contents, server.Server.Major, Token));
            Assert.Contains("missing: INDEX public t_i postgres", failure.Message, StringComparison.Ordinal);
            Assert.Contains("not in the archive: TABLE", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_left_overs_of_a_killed_preparation_are_replaced()
    {
        using var server = await TestServer.SharedAsync();
        var (name, saved) = await DumpAsync(server);
        using (saved)
        {
            var target = server.Target(name);
            await server.RunAsync("postgres", $"CREATE DATABASE \"{target.Names.Building}\"");
            await using var orphan = new NpgsqlConnection(server.Server.ConnectionStringFor(target.Names.Building) + ";Pooling=false");
            await orphan.OpenAsync(Token);
            var report = await server.Preparation().RunAsync(target, saved.Facts, ArchiveSource.File(saved.Path), Token);
            Assert.Equal(SwapState.Prepared, report.State);
            Assert.Equal([name, target.Names.Prepared], await server.DatabasesAsync(name));
            var again = await server.Preparation().RunAsync(target, saved.Facts, ArchiveSource.File(saved.Path), Token);
            Assert.Equal((SwapState.Prepared, (ArchiveContents?)null), (again.State, again.Contents));
        }
    }

    [Fact]
    public async Task Jobs_that_lock_each_other_out_are_followed_by_a_single_one()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-deadlock-").FullName;
        try
        {
            var shared = await PostgresServer.SharedAsync();
            DeadlockingClients(shared.BinDirectory, folder);
            using var server = new TestServer(shared, new DbDumperOptions { ClientFolders = [folder], RestoreJobs = 2 });
            var (name, saved) = await DumpAsync(server);
            using (saved)
            {
                var report = await server.Preparation().RunAsync(server.Target(name), saved.Facts, ArchiveSource.File(saved.Path), Token);
                Assert.Equal(SwapState.Prepared, report.State);
                Assert.True(File.Exists(Path.Combine(folder, "deadlocked")));
                Assert.Equal([name, server.Target(name).Names.Prepared], await server.DatabasesAsync(name));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A pg_restore that does half of its work and then reports what PostgreSQL says of a deadlock, unless it has one job only.
    private static void DeadlockingClients(string from, string to)
    {
        foreach (var program in Directory.GetFiles(from).Where(program => Path.GetFileName(program) != "pg_restore"))
        {
            File.CreateSymbolicLink(Path.Combine(to, Path.GetFileName(program)), program);
        }

        var wrapper = Path.Combine(to, "pg_restore");
        File.WriteAllText(wrapper, $$"""
            #!/bin/sh
            case "$*" in
                *--jobs=2*)
                    '{{from}}/pg_restore' --section=pre-data "$@" || exit
                    touch '{{to}}/deadlocked'
                    echo 'pg_restore: error: could not execute query: ERROR:  deadlock detected' >&2
                    exit 1 ;;
            esac
            exec '{{from}}/pg_restore' "$@"
            """);
        File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static async Task<T> FailAsync<T>(Func<SavedDump, ArchiveSource> source, string message, CancellationToken cancellationToken)
        where T : Exception
    {
        using var server = await TestServer.SharedAsync();
        var (name, saved) = await DumpAsync(server);
        using (saved)
        {
            var failure = await Assert.ThrowsAnyAsync<T>(() => server.Preparation().RunAsync(server.Target(name), saved.Facts, source(saved), cancellationToken));
            Assert.Contains(message, failure.Message, StringComparison.Ordinal);
            Assert.Equal([name], await server.DatabasesAsync(name));
            return failure;
        }
    }

    private static async Task<(string Name, SavedDump Saved)> DumpAsync(TestServer server)
    {
        var name = $"fail_{Guid.NewGuid():N}"[..16];
        await server.Server.CreateDatabaseAsync(name, Token);
        await server.RunAsync(name, "CREATE TABLE t AS SELECT i, repeat(md5(i::text), 20) AS x FROM generate_series(1, 60000) i", "CREATE INDEX t_i ON t (i)");
        return (name, await SavedDump.OfAsync(server, name));
    }

    private static byte[] Beginning(SavedDump saved, double share)
    {
        var bytes = File.ReadAllBytes(saved.Path);
        return bytes[..(int)(bytes.Length * share)];
    }
}
