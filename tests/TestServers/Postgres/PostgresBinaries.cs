using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.Postgres;

/// <summary>An installed PostgreSQL: server and client programs of one major version.</summary>
/// <param name="Major">Major version, such as 15.</param>
/// <param name="Directory">The folder that holds <c>postgres</c>, <c>initdb</c>, <c>pg_dump</c> and the rest.</param>
public sealed partial record PostgresBinaries(int Major, string Directory)
{
    /// <summary>
    /// What is installed, newest first: folders named in <c>HOLDFAST_PG_BIN</c> (separated by colons), the distribution's folders,
    /// and those on the PATH.
    /// </summary>
    /// <param name="program">Folders without it are left out: <c>initdb</c> (a server), or <c>pg_dump</c> (clients are enough).</param>
    public static IReadOnlyList<PostgresBinaries> Installed(string program = "initdb") =>
    [
        .. Candidates()
            .Where(folder => File.Exists(Path.Combine(folder, program)))
            .Select(Path.GetFullPath).Distinct()
            .Select(folder => new PostgresBinaries(MajorOf(Path.Combine(folder, program)), folder))
            .OrderByDescending(found => found.Major),
    ];

    private static IEnumerable<string> Candidates() =>
    [
        .. (Environment.GetEnvironmentVariable("HOLDFAST_PG_BIN") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        .. Versions("/usr/lib/postgresql", "*"),
        .. Versions("/usr", "pgsql-*"),
        .. Versions("/opt/homebrew/opt", "postgresql@*"),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static IEnumerable<string> Versions(string root, string pattern) =>
        System.IO.Directory.Exists(root)
            ? System.IO.Directory.EnumerateDirectories(root, pattern).Select(folder => Path.Combine(folder, "bin"))
            : [];

    private static int MajorOf(string program) =>
        int.Parse(Version().Match(ServerUser.Run(program, "--version")).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Version();
}
