using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Holdfast.TestServers.Processes;
using Npgsql;

namespace Holdfast.TestServers.Postgres;

/// <summary>A PostgreSQL server of our own on loopback, safe from crashes of its own but not of the machine: in a temporary folder, or in one that is kept.</summary>
internal sealed class PrivateCluster : IOwnCluster
{
    private const string Account = "postgres";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly GuardedProcess _process;

    private PrivateCluster(GuardedProcess process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <param name="kept">A folder for the cluster that outlives the server, with the cluster of an earlier start or none yet; null for a temporary one.</param>
    public static async Task<PrivateCluster> StartAsync(PostgresBinaries binaries, string? kept, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var directory = kept is null ? Directory.CreateTempSubdirectory("holdfast-pg-").FullName : Directory.CreateDirectory(kept).FullName;
            if (!File.Exists(Path.Combine(directory, "data", "PG_VERSION")))
            {
                Initialize(binaries, directory);
            }

            var port = FreePort.Take();
            var process = GuardedProcess.Start(Command(binaries, directory, port), Path.Combine(directory, "log"), kept is null ? "QUIT" : "INT", kept is null ? directory : null);
            try
            {
                var connectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Password={File.ReadAllText(PasswordFile(directory))};Database=postgres;Include Error Detail=true";
                await WaitAsync(connectionString, directory, cancellationToken);
                return new PrivateCluster(process, connectionString);
            }
            catch (PortTakenException) when (attempt < 5)
            {
                await process.DisposeAsync();
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }
        }
    }

    public Task KillAsync(int process)
    {
        ServerUser.Run("kill", "-KILL", process.ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static void Initialize(PostgresBinaries binaries, string directory)
    {
        var passwords = PasswordFile(directory);
        var unfinished = Path.Combine(directory, "unfinished");
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        ServerUser.Own(directory, Account);
        File.Delete(passwords);
        using (var file = new StreamWriter(new FileStream(passwords, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead })))
        {
            file.Write(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        }

        ServerUser.Own(passwords, Account);
        string[] command =
        [
            .. ServerUser.Prefix(Account), Path.Combine(binaries.Directory, "initdb"), "-D", unfinished, "-U", "postgres",
            "--auth=scram-sha-256", $"--pwfile={passwords}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        ];
        ServerUser.Run(command[0], command.Skip(1));
        Directory.Move(unfinished, Path.Combine(directory, "data"));
    }

    private static string PasswordFile(string directory) => Path.Combine(directory, "password");

    private static string[] Command(PostgresBinaries binaries, string directory, int port) =>
    [
        .. ServerUser.Prefix(Account), Path.Combine(binaries.Directory, "postgres"), "-D", Path.Combine(directory, "data"),
        "-c", "listen_addresses=127.0.0.1", "-c", $"port={port.ToString(CultureInfo.InvariantCulture)}", "-c", "unix_socket_directories=",
        "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300",
    ];

    private static async Task WaitAsync(string connectionString, string directory, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                throw new PortTakenException(); // another process won the race for the free port
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(since) < StartLimit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
                if (Log(directory).Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
                {
                    throw new PortTakenException();
                }
            }
            catch (NpgsqlException exception)
            {
                throw new InvalidOperationException($"PostgreSQL did not start within {StartLimit}: {Log(directory)}", exception);
            }
        }
    }

    private static string Log(string directory)
    {
        var log = Path.Combine(directory, "log");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }

    private sealed class PortTakenException : Exception;
}
