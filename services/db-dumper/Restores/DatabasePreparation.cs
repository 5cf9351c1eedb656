using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Holdfast.DbDumper.Restores;

/// <summary>Rebuilds a database beside the live one, checks it, and marks it as prepared by its name.</summary>
/// <remarks>
/// The copy is built under <see cref="SideNames.Building"/> and renamed to <see cref="SideNames.Prepared"/> when it is complete, so a
/// crash can never leave half a copy that a commit would take. Repeating the call starts over, or does nothing when it had ended.
/// </remarks>
internal sealed partial class DatabasePreparation(
    PostgresTools tools, DbDumperOptions options, ILogger<DatabasePreparation> logger, BeforeStatement? before = null)
{
    /// <param name="facts">Kept with the dump.</param>
    /// <exception cref="DatabaseException">The copy could not be built; nothing of it is left, or the next step removes it.</exception>
    public Task<PreparationReport> RunAsync(RestoreTarget target, DatabaseFacts facts, ArchiveSource source, CancellationToken cancellationToken) =>
        RestoreStep.RunAsync(target, before, "rebuild", (session, found) => RunAsync(session, target, found, facts, source, cancellationToken), cancellationToken);

    private async Task<PreparationReport> RunAsync(
        MaintenanceSession session, RestoreTarget target, FoundDatabases found, DatabaseFacts facts, ArchiveSource source, CancellationToken cancellationToken)
    {
        if (found.State != SwapState.Idle)
        {
            return new PreparationReport(found.State, Contents: null, Notes: []);
        }

        var client = await tools.ForRestoreAsync(session.Major, facts.DumpedByMajor ?? facts.ServerMajor, cancellationToken);
        var roles = await new RoleCreation(session).RunAsync(facts.Roles, target.IsDrill ? DrillRoles.Mark(target.RestoreId) : null, cancellationToken);
        try
        {
            return await AttemptAsync(options.RestoreJobs);
        }
        catch (RestoreDeadlockException exception) when (source.Path is not null && options.RestoreJobs > 1)
        {
            // pg_restore does not know every lock its jobs take: one that attaches a partition's index can meet another on the same tables.
            LogDeadlock(target.Names.Live, exception.Message);
            return await AttemptAsync(jobs: 1);
        }

        async Task<PreparationReport> AttemptAsync(int jobs)
        {
            await DatabaseDrop.RunAsync(session, target.Names.Building, cancellationToken);
            try
            {
                return await BuildAsync(session, client, target, facts, source, jobs, [.. roles], cancellationToken);
            }
            catch (Exception exception)
            {
                await RemoveAsync(session, target.Names.Building, exception);
                throw;
            }
        }
    }

    private async Task<PreparationReport> BuildAsync(
        MaintenanceSession session,
        PostgresClient client,
        RestoreTarget target,
        DatabaseFacts facts,
        ArchiveSource source,
        int jobs,
        List<string> notes,
        CancellationToken cancellationToken)
    {
        var building = target.Address.With(target.Names.Building);
        var tablespaces = await Tablespaces.MissingAsync(session, facts, cancellationToken);
        notes.AddRange(tablespaces.Select(name => $"Tablespace '{name}' does not exist here; what was in it lies in the default tablespace."));
        await session.ExecuteAsync(DatabaseDefinition.Create(target.Names.Building, facts, session.Major, tablespaces), cancellationToken);
        var contents = await new ArchiveRestore(client, jobs).RunAsync(source, building, withTablespaces: tablespaces.Count == 0, cancellationToken);
        if (options.AnalyzeAfterRestore)
        {
            await AnalyzeAsync(building, cancellationToken);
        }

        await RestoreCheck.RunAsync(client, building, contents, session.Major, cancellationToken);
        await session.InTransactionAsync(
            [
                .. DatabaseDefinition.Finish(target.Names.Building, facts),
                $"ALTER DATABASE {Sql.Name(target.Names.Building)} ALLOW_CONNECTIONS false",
                $"ALTER DATABASE {Sql.Name(target.Names.Building)} RENAME TO {Sql.Name(target.Names.Prepared)}",
            ],
            cancellationToken);
        notes.AddRange(contents.Entries.Where(entry => entry.StartsWith("SUBSCRIPTION ", StringComparison.Ordinal))
            .Select(entry => $"The {entry} is disabled, as pg_restore leaves it: enable it when its publisher should be followed from here."));
        foreach (var note in notes)
        {
            LogNote(target.Names.Live, note);
        }

        LogPrepared(target.Names.Live, target.Names.Prepared, contents.EntryCount);
        return new PreparationReport(SwapState.Prepared, contents, notes);
    }

    private static async Task AnalyzeAsync(DatabaseAddress building, CancellationToken cancellationToken)
    {
        await using var connection = building.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"{QuietSession.Sql} ANALYZE", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task RemoveAsync(MaintenanceSession session, string building, Exception reason)
    {
        try
        {
            await DatabaseDrop.RunAsync(session, building, CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            LogLeftBehind(building, exception.Message, reason.Message);
        }
    }
}
