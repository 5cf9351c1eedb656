using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;
using Npgsql;

namespace Holdfast.DbDumper.Preflight;

/// <summary>Tells before a restore, without changing anything, what would make it fail.</summary>
internal sealed class RestorePreflight(PostgresTools tools)
{
    private const int OldestServer = 13;

    /// <param name="facts">Kept with the dump to be restored.</param>
    /// <returns>Every problem found; empty when the restore should succeed.</returns>
    public async Task<IReadOnlyList<PreflightProblem>> RunAsync(RestoreTarget target, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await MaintenanceSession.OpenAsync(target.Address, target.MaintenanceDatabase, before: null, cancellationToken);
            var login = await LoginRights.ReadAsync(session, cancellationToken);
            return
            [
                .. await VersionsAsync(session, facts, cancellationToken),
                .. await RoleProblems.FindAsync(session, login, facts, cancellationToken),
                .. await ExtensionProblems.FindAsync(session, login, facts, cancellationToken),
                .. await NameProblems.FindAsync(session, login, target.Names, cancellationToken),
                .. await PropertyProblems.FindAsync(session, facts, cancellationToken),
                .. await SpaceProblems.FindAsync(session, facts, cancellationToken),
            ];
        }
        catch (DatabaseException exception)
        {
            return [new PreflightProblem(Blocks: true, exception.Message)];
        }
        catch (NpgsqlException exception)
        {
            return [new PreflightProblem(Blocks: true, PostgresFailure.From(exception, target.Address, "examine the server of").Message)];
        }
    }

    private async Task<IReadOnlyList<PreflightProblem>> VersionsAsync(MaintenanceSession session, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var problems = new List<PreflightProblem>();
        if (session.Major < OldestServer)
        {
            problems.Add(new PreflightProblem(Blocks: true, $"The server is version {session.Major}; a restore needs version {OldestServer} or newer."));
        }

        if (session.Major < facts.ServerMajor)
        {
            problems.Add(new PreflightProblem(
                Blocks: true, $"The database was dumped from a server of version {facts.ServerMajor}, and the server to restore to is version {session.Major}. Restore to version {facts.ServerMajor} or newer."));
        }

        try
        {
            await tools.ForRestoreAsync(session.Major, facts.DumpedByMajor ?? facts.ServerMajor, cancellationToken);
        }
        catch (ClientProgramException exception)
        {
            problems.Add(new PreflightProblem(Blocks: true, exception.Message));
        }

        return problems;
    }
}
