using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.DbDumper.Failures;

namespace Holdfast.DbDumper.Clients;

/// <summary>Finds the installed client programs and picks those that fit a server.</summary>
/// <param name="options">May name folders to look at first.</param>
internal sealed partial class PostgresTools(DbDumperOptions options) : IDisposable
{
    private const string Distribution = "/usr/lib/postgresql";

    // From this version on pg_restore sets transaction_timeout, which older servers do not know.
    private const int SetsTransactionTimeout = 17;

    private readonly SemaphoreSlim _searching = new(1, 1);
    private IReadOnlyList<PostgresClient>? _installed;

    /// <summary>What is installed, oldest first; of one major version the folder named first counts.</summary>
    /// <remarks>Found once; an installation made later is seen after a restart.</remarks>
    public async Task<IReadOnlyList<PostgresClient>> InstalledAsync(CancellationToken cancellationToken)
    {
        await _searching.WaitAsync(cancellationToken);
        try
        {
            return _installed ??= await FindAsync(cancellationToken);
        }
        finally
        {
            _searching.Release();
        }
    }

    /// <summary>The oldest client that is not older than the server.</summary>
    /// <param name="serverMajor">The server's major version.</param>
    /// <exception cref="ClientProgramException">There is none.</exception>
    public async Task<PostgresClient> ForServerAsync(int serverMajor, CancellationToken cancellationToken)
    {
        var installed = await InstalledAsync(cancellationToken);
        if (installed.Count == 0)
        {
            throw new ClientProgramException(
                $"No pg_dump and pg_restore are installed here, and the server is version {serverMajor}. Install postgresql-client-{serverMajor} or newer, or name its folder in the configuration.");
        }

        return installed.FirstOrDefault(client => client.Major >= serverMajor)
            ?? throw new ClientProgramException(
                $"The server is version {serverMajor}, but the newest client programs here are version {installed[^1].Major} ({installed[^1].Folder}), "
                + $"which refuse to talk to it. Install postgresql-client-{serverMajor} or newer, or name its folder in the configuration.");
    }

    /// <summary>The oldest client that can read the archive and talk to the server.</summary>
    /// <param name="serverMajor">The server to restore to.</param>
    /// <param name="archiveMajor">The pg_dump that wrote the archive.</param>
    /// <exception cref="ClientProgramException">There is none.</exception>
    public async Task<PostgresClient> ForRestoreAsync(int serverMajor, int archiveMajor, CancellationToken cancellationToken)
    {
        var client = await ForServerAsync(Math.Max(serverMajor, archiveMajor), cancellationToken);
        return client.Major >= SetsTransactionTimeout && serverMajor < SetsTransactionTimeout
            ? throw new ClientProgramException(
                $"The server is version {serverMajor}, but the dump was written by pg_dump {archiveMajor}, and pg_restore {client.Major} cannot fill servers older than {SetsTransactionTimeout}. "
                + $"Restore to a server of version {SetsTransactionTimeout} or newer.")
            : client;
    }

    public void Dispose() => _searching.Dispose();

    private async Task<IReadOnlyList<PostgresClient>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<int, PostgresClient>();
        foreach (var folder in Candidates().Where(Holds).Distinct())
        {
            if (await MajorAsync(folder, cancellationToken) is { } major)
            {
                found.TryAdd(major, new PostgresClient(major, folder));
            }
        }

        return [.. found.Values];
    }

    private IEnumerable<string> Candidates() =>
    [
        .. options.ClientFolders,
        .. Directory.Exists(Distribution) ? Directory.EnumerateDirectories(Distribution).Select(version => Path.Combine(version, "bin")) : [],
        .. Directory.EnumerateDirectories("/usr", "pgsql-*").Select(version => Path.Combine(version, "bin")),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static bool Holds(string folder) => File.Exists(Path.Combine(folder, "pg_dump")) && File.Exists(Path.Combine(folder, "pg_restore"));

    private static async Task<int?> MajorAsync(string folder, CancellationToken cancellationToken)
    {
        await using var program = ClientProcess.Start(Path.Combine(folder, "pg_dump"), ["--version"], address: null);
        using var reader = new StreamReader(program.Output);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var exit = await program.WaitAsync(cancellationToken);
        return exit.Code == 0 && VersionNumber().Match(text) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"\b[0-9]+")]
    private static partial Regex VersionNumber();
}
