using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Preflight;

/// <summary>Looks for locales and tablespaces that the server lacks.</summary>
internal static class PropertyProblems
{
    private const int FirstWithBuiltin = 17;
    private const int FirstWithIcu = 15;

    public static async Task<IReadOnlyList<PreflightProblem>> FindAsync(MaintenanceSession session, DatabaseFacts facts, CancellationToken cancellationToken) =>
    [
        .. await ProviderAsync(session, facts, cancellationToken),
        .. await LocaleAsync(session, facts, cancellationToken),
        .. (await Tablespaces.MissingAsync(session, facts, cancellationToken)).Select(name => new PreflightProblem(
            Blocks: false, $"Tablespace '{name}' does not exist on this server; what was in it will lie in the default tablespace.")),
    ];

    private static async Task<IEnumerable<PreflightProblem>> ProviderAsync(MaintenanceSession session, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var (ok, name) = facts.LocaleProvider switch
        {
            LocaleProvider.Builtin => (session.Major >= FirstWithBuiltin, "the built-in locale provider"),
            LocaleProvider.Icu => (session.Major >= FirstWithIcu
                && await session.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i')", [], cancellationToken), "ICU locales"),
            _ => (true, ""),
        };
        return ok ? [] : [new PreflightProblem(Blocks: true, $"The database uses {name}, which this server does not have.")];
    }

    // Locales installed after initdb are not in the catalog, hence no more than a warning.
    private static async Task<IEnumerable<PreflightProblem>> LocaleAsync(MaintenanceSession session, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var known = await session.QueryAsync(
            """
            SELECT collcollate FROM pg_collation WHERE collprovider = 'c' AND collcollate IS NOT NULL
            UNION SELECT datcollate FROM pg_database UNION SELECT datctype FROM pg_database
            """,
            [],
            row => row.GetString(0),
            cancellationToken);
        var normal = known.Select(Normal).ToHashSet(StringComparer.Ordinal);
        return ((string[])[facts.Collation, facts.CharacterType]).Distinct().Where(locale => !normal.Contains(Normal(locale))).Select(locale => new PreflightProblem(
            Blocks: false, $"The locale '{locale}' may not be installed on this server's operating system; creating the database fails without it."));
    }

    private static string Normal(string locale) => locale.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
