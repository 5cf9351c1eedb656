using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.EndToEnd.Tests.Failures;

/// <summary>A backup that cannot be complete is Failed in words that say which and why; earlier ones stay, and restore.</summary>
public sealed class BackupFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dump_that_breaks_in_the_middle_fails_the_backup()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await StartAsync(platform);
        await FailsAsync(platform, holdfast, async () =>
        {
            await platform.ExecuteAsync("d3", "CREATE TABLE long AS SELECT i, repeat(md5(i::text), 20) AS text FROM generate_series(1, 100000) i");
            using var over = new CancellationTokenSource();
            var cutting = CutAsync(platform, over.Token);
            var failed = await holdfast.FailToBackUpAsync();
            await over.CancelAsync();
            Assert.True(await cutting > 0);
            await platform.ExecuteAsync("d3", "DROP TABLE long");
            return failed.Status;
        }, "d3", "pg_dump");
    }

    [Fact]
    public async Task A_wrong_password_fails_the_backup()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await platform.Server.ExecuteAsync($"CREATE ROLE {platform.DatabaseOf("login")} SUPERUSER LOGIN PASSWORD 'right'", Token);
        await using var holdfast = await StartAsync(platform, configuration => configuration with
        {
            Platform = configuration.Platform with
            {
                Databases =
                [
                    .. configuration.Platform.Databases.Select(database => database.Name == "d2"
                        ? database with { ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = platform.DatabaseOf("login"), Password = "right" }.ConnectionString }
                        : database),
                ],
            },
        });
        await FailsAsync(platform, holdfast, async () =>
        {
            await platform.Server.ExecuteAsync($"ALTER ROLE {platform.DatabaseOf("login")} PASSWORD 'wrong'", Token);
            var failed = await holdfast.FailToBackUpAsync();
            await platform.Server.ExecuteAsync($"ALTER ROLE {platform.DatabaseOf("login")} PASSWORD 'right'", Token);
            return failed.Status;
        }, "d2", "password authentication failed");
    }

    [Fact]
    public async Task Client_programs_older_than_the_server_fail_the_backup()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Installed programs can only be replaced for one process as root.");
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await StartAsync(platform);
        await FailsAsync(platform, holdfast, async () =>
        {
            await holdfast.StartAgainAsync(OldClients(platform.In("pg_dump")));
            var failed = await holdfast.FailToBackUpAsync();
            await holdfast.StartAgainAsync();
            return failed.Status;
        }, "backup of db/d", $"The server is version {platform.Server.Major}, but the newest client programs here are version 9", "Install postgresql-client-");
    }

    [Fact]
    public async Task A_missing_volume_fails_the_backup()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await StartAsync(platform);
        await FailsAsync(platform, holdfast, async () =>
        {
            Directory.Move(platform.PathOf("v4"), platform.In("elsewhere"));
            var failed = await holdfast.FailToBackUpAsync();
            Directory.Move(platform.In("elsewhere"), platform.PathOf("v4"));
            return failed.Status;
        }, "v4", platform.PathOf("v4"));
    }

    [Fact]
    public async Task An_unreadable_file_fails_the_backup()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await StartAsync(platform, rootMayNotReadAll: true);
        await FailsAsync(platform, holdfast, async () =>
        {
            var file = Path.Combine(platform.PathOf("v1"), "unreadable");
            await File.WriteAllTextAsync(file, "x", Token);
            File.SetUnixFileMode(file, UnixFileMode.None);
            var failed = await holdfast.FailToBackUpAsync();
            File.Delete(file);
            return failed.Status;
        }, "v1", "unreadable");
    }

    [Fact]
    public async Task A_full_disk_fails_the_backup_and_the_next_one_works()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "A small disk can only be mounted as root.");
        using var platform = await TinyPlatform.CreateAsync();
        await Shell.RunAsync($"mount -t tmpfs -o size=24m,mode=755 tmpfs '{platform.Store}'", "/", Token);
        try
        {
            await using var holdfast = await StartAsync(platform);
            await FailsAsync(platform, holdfast, async () =>
            {
                var file = Path.Combine(platform.PathOf("v5"), "too-large");
                await File.WriteAllBytesAsync(file, System.Security.Cryptography.RandomNumberGenerator.GetBytes(48 << 20), Token);
                var failed = await holdfast.FailToBackUpAsync();
                File.Delete(file);
                return failed.Status;
            }, "v5", "space");
        }
        finally
        {
            await Shell.RunAsync($"umount -l '{platform.Store}'", "/", Token);
        }
    }

    /// <summary>Takes a good backup, lets one fail, takes another good one, and restores both good ones.</summary>
    /// <param name="fail">Makes a backup fail, mends the cause again, and returns its status.</param>
    /// <param name="words">What the status must say.</param>
    private static async Task FailsAsync(TinyPlatform platform, RunningHoldfast holdfast, Func<Task<string>> fail, params string[] words)
    {
        var first = await holdfast.BackUpAsync();
        var status = await fail();
        Assert.All(words, word => Assert.Contains(word, status, StringComparison.Ordinal));
        await platform.SetAsync(2);
        var second = await holdfast.BackUpAsync();
        var backups = await holdfast.BackupsAsync();
        Assert.Equal((HoldfastApi.Success, HoldfastApi.Success), (backups[first], backups[second]));
        Assert.Contains(status, backups.Values);
        await holdfast.RestoreAsync(first);
        await platform.IsAsync(1);
        await holdfast.RestoreAsync(second);
        await platform.IsAsync(2);
    }

    private static Task<RunningHoldfast> StartAsync(
        TinyPlatform platform, Func<HoldfastConfiguration, HoldfastConfiguration>? change = null, bool rootMayNotReadAll = false) =>
        RunningHoldfast.StartAsync(platform.State, address => (change ?? (same => same))(platform.Configuration(address)), rootMayNotReadAll);

    /// <summary>What starts a program for which every pg_dump of this machine is one of version 9.</summary>
    private static string[] OldClients(string path)
    {
        File.WriteAllText(path, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        var mounts = PostgresBinaries.Installed("pg_dump").Select(found => $"mount --bind '{path}' '{found.Directory}/pg_dump' && ");
        return ["unshare", "--mount", "sh", "-c", $"{string.Concat(mounts)}exec \"$0\" \"$@\""];
    }

    /// <summary>Ends pg_dump's connection whenever it copies the long table.</summary>
    /// <returns>How often.</returns>
    private static async Task<int> CutAsync(TinyPlatform platform, CancellationToken over)
    {
        await using var connection = new NpgsqlConnection(platform.Server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'COPY %long%'", connection);
        var cuts = 0;
        while (!over.IsCancellationRequested)
        {
            cuts += (int)(long)(await command.ExecuteScalarAsync(Token))!;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        return cuts;
    }
}
