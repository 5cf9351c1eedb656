using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Preflight;
using Holdfast.DbDumper.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.DbDumper.Runs;

/// <summary>The steps of a restore of one database, as commands ask for them.</summary>
internal sealed class DatabaseRestore(
    DbDumperOptions options,
    ConfiguredDatabases databases,
    [FromKeyedServices(DbDumperOptions.Section)] Slots slots,
    IRepositories repositories,
    RestorePreflight preflight,
    DatabasePreparation preparation,
    DatabaseCommit commit,
    DatabaseRollBack rollBack,
    DatabaseDiscard discard,
    DatabaseForget forget)
{
    public async Task<PreflightReport> PreflightAsync(PreflightDatabase command, Run run, CancellationToken cancellationToken)
    {
        using var stored = await StoredDatabase.OpenAsync(repositories, command, run, cancellationToken);
        var problems = await preflight.RunAsync(Target(run), stored.Facts, cancellationToken);
        return new PreflightReport
        {
            OperationId = run.OperationId,
            Namespace = run.Namespace,
            Component = run.Component,
            RunId = run.RunId,
            Findings = [.. problems.Select(problem => new PreflightFinding { Component = run.Component, Blocking = problem.Blocks, Text = problem.Message })],
        };
    }

    public async Task<ComponentPrepared> PrepareAsync(PrepareDatabase command, Run run, CancellationToken cancellationToken)
    {
        using var slot = await slots.EnterAsync(cancellationToken);
        using var stored = await StoredDatabase.OpenAsync(repositories, command, run, cancellationToken);
        await stored.ReadAsync(run, options.StageArchives, source => preparation.RunAsync(Target(run) with { IsDrill = command.Drill }, stored.Facts, source, cancellationToken), cancellationToken);
        return new ComponentPrepared { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
    }

    public async Task<ComponentCommitted> CommitAsync(Run run, CancellationToken cancellationToken)
    {
        await commit.RunAsync(Target(run), cancellationToken);
        return new ComponentCommitted { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
    }

    public async Task<ComponentDiscarded> DiscardAsync(Run run, CancellationToken cancellationToken)
    {
        await discard.RunAsync(Target(run), cancellationToken);
        return new ComponentDiscarded { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
    }

    /// <summary>Brings back what was live and removes what was restored.</summary>
    public async Task<ComponentRolledBack> RollBackAsync(Run run, CancellationToken cancellationToken)
    {
        await rollBack.RunAsync(Target(run), cancellationToken);
        await discard.RunAsync(Target(run), cancellationToken);
        return new ComponentRolledBack { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
    }

    public async Task<ComponentForgotten> ForgetAsync(Run run, CancellationToken cancellationToken)
    {
        await forget.RunAsync(Target(run), cancellationToken);
        return new ComponentForgotten { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };
    }

    private RestoreTarget Target(Run run) => databases.Target(run.Component, run.OperationId);
}
