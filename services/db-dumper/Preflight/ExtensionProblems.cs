using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Preflight;

/// <summary>Looks for extensions that are not installed on the server, or that our login may not create.</summary>
internal static class ExtensionProblems
{
    private sealed record Available(string Name, string? DefaultVersion, bool NeedsSuperuser);

    public static async Task<IReadOnlyList<PreflightProblem>> FindAsync(
        MaintenanceSession session, LoginRights login, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var available = (await session.QueryAsync(
            """
            SELECT e.name, e.default_version, coalesce(bool_or(v.superuser AND NOT v.trusted) FILTER (WHERE v.version = e.default_version), false)
            FROM pg_available_extensions e LEFT JOIN pg_available_extension_versions v ON v.name = e.name GROUP BY e.name, e.default_version
            """,
            [],
            row => new Available(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetBoolean(2)),
            cancellationToken)).ToDictionary(extension => extension.Name, StringComparer.Ordinal);
        return [.. facts.Extensions.Where(extension => extension.Name != "plpgsql").SelectMany(extension => Judge(extension, available, login))];
    }

    private static IEnumerable<PreflightProblem> Judge(ExtensionFact extension, Dictionary<string, Available> available, LoginRights login)
    {
        if (!available.TryGetValue(extension.Name, out var here))
        {
            yield return new PreflightProblem(Blocks: true, $"Extension '{extension.Name}' {extension.Version} is not installed on this server. Install the package that brings it.");
            yield break;
        }

        if (here.NeedsSuperuser && !login.Superuser)
        {
            yield return new PreflightProblem(Blocks: true, $"Extension '{extension.Name}' can be created by a superuser only, and '{login.Name}' is none.");
        }

        if (here.DefaultVersion != extension.Version)
        {
            yield return new PreflightProblem(Blocks: false, $"Extension '{extension.Name}' was version {extension.Version}; this server will create version {here.DefaultVersion}.");
        }
    }
}
