using Holdfast.Contracts;
using Holdfast.Monitoring.Expectations;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Holdfast.State.Restores;
using Holdfast.State.Schedule;
using Holdfast.State.Verifications;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Monitoring.Metrics;

/// <summary>Reads a <see cref="StateSnapshot"/>: a dozen small queries, whatever the number of backups.</summary>
internal sealed class StateSnapshotReader(IDbContextFactory<HoldfastDb> dbs, SettingsReader settings)
{
    /// <summary>Components that are told one by one; the bound of what one namespace can cost a metrics database.</summary>
    public const int MostComponents = 1000;

    public async Task<StateSnapshot> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var options = await settings.BackupAsync(cancellationToken);
        var schedule = await db.Schedules.SingleOrDefaultAsync(row => row.Namespace == name, cancellationToken);
        var drills = await db.CheckSchedules.SingleOrDefaultAsync(row => row.Namespace == name && row.Kind == CheckKind.Drill, cancellationToken);
        var goodDrill = await LastDrillAsync(db.Restores.Where(saga => saga.Error == null), name, cancellationToken);
        var success = await NewestAsync(db, name, ended => ended.Where(entry => entry.Status == BackupStatus.Success), cancellationToken);
        return new StateSnapshot
        {
            Namespace = name,
            LastSuccess = success,
            LastEnded = await NewestAsync(
                db, name, all => all.Where(entry => entry.Status == BackupStatus.Success || entry.Status == BackupStatus.Failed), cancellationToken),
            Next = options.EnableRegularBackups && schedule?.RunAt is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null,
            ExpectedBy = BackupExpectation.ExpectedBy(schedule, options, success?.EndedAt),
            Backups = await db.BackupEntries.Where(entry => entry.Namespace == name).GroupBy(entry => entry.Status)
                .ToDictionaryAsync(group => Lower(group.Key), group => (long)group.Count(), cancellationToken),
            Components = await ComponentFactsReader.ReadAsync(db, name, success, cancellationToken),
            Registered = await db.Registry.LongCountAsync(row => row.Namespace == name, cancellationToken),
            Running =
            [
                .. await RunningAsync(db.Backups, "backup", name, cancellationToken),
                .. await RunningAsync(db.Restores.Where(saga => !saga.Drill), "restore", name, cancellationToken),
                .. await RunningAsync(db.Restores.Where(saga => saga.Drill), "drill", name, cancellationToken),
            ],
            LastGoodDrill = goodDrill,
            DrillExpectedBy = BackupExpectation.DrillExpectedBy(drills, options, goodDrill?.EndedAt),
            LastDrill = await LastDrillAsync(db.Restores.Where(saga => !saga.Cancelled), name, cancellationToken),
            LastGoodVerification = await LastVerificationAsync(db.Verifications.Where(row => row.State == VerificationState.Sound), name, cancellationToken),
            LastVerification = await LastVerificationAsync(
                db.Verifications.Where(row => row.State == VerificationState.Sound || row.State == VerificationState.Damaged), name, cancellationToken),
            Steps = await StepsAsync(db, name, cancellationToken),
            Outbox = await db.Outbox.LongCountAsync(cancellationToken),
            Ended = await db.OperationTotals.Where(row => row.Namespace == name).ToListAsync(cancellationToken),
            Retention = await db.RetentionTotals.SingleOrDefaultAsync(row => row.Namespace == name, cancellationToken),
        };
    }

    private static async Task<EndedBackup?> NewestAsync(
        HoldfastDb db, string name, Func<IQueryable<BackupEntry>, IQueryable<BackupEntry>> which, CancellationToken cancellationToken)
    {
        var entry = await which(db.BackupEntries.Where(entry => entry.Namespace == name)).OrderByDescending(entry => entry.Timestamp).FirstOrDefaultAsync(cancellationToken);
        return entry is null ? null : new EndedBackup(
            entry.Timestamp,
            entry.Status == BackupStatus.Success,
            Known(entry.StartedAt, entry.Timestamp),
            entry.EndedAt ?? Known(entry.StartedAt, entry.Timestamp));
    }

    private static Task<EndedVerification?> LastVerificationAsync(IQueryable<Verification> rows, string name, CancellationToken cancellationToken) =>
        rows.Where(row => row.Namespace == name && row.Depth == VerificationDepth.Full && row.EndedAt != null).OrderByDescending(row => row.RequestedAt)
            .Select(row => new EndedVerification(row.Timestamp, row.ProblemCount, row.StartedAt!.Value, row.EndedAt!.Value, row.DoneBytes)).FirstOrDefaultAsync(cancellationToken);

    private static Task<EndedDrill?> LastDrillAsync(IQueryable<RestoreState> sagas, string name, CancellationToken cancellationToken) =>
        sagas.Where(saga => saga.Namespace == name && saga.Drill && saga.EndedAt != null).OrderByDescending(saga => saga.EndedAt)
            .Select(saga => new EndedDrill(saga.Error == null, saga.StartedAt, saga.EndedAt!.Value)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>One found in the store may not tell when it began; its name does.</summary>
    private static DateTime Known(DateTime startedAt, string timestamp) =>
        startedAt == default && BackupTimestamp.TryParse(timestamp, out var known) ? known.Instant.UtcDateTime : startedAt;

    private static Task<List<RunningOperation>> RunningAsync<T>(IQueryable<T> sagas, string kind, string name, CancellationToken cancellationToken)
        where T : OperationState =>
        sagas.Where(saga => saga.Namespace == name && saga.EndedAt == null)
            .Select(saga => new RunningOperation(kind, saga.StartedAt)).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyDictionary<string, long>> StepsAsync(HoldfastDb db, string name, CancellationToken cancellationToken)
    {
        var running = await db.Locks.Where(row => row.Namespace == name).Select(row => row.OperationId).SingleOrDefaultAsync(cancellationToken);
        return running is null ? new Dictionary<string, long>() : await db.Components.Where(row => row.OperationId == running).GroupBy(row => row.State)
            .ToDictionaryAsync(group => Lower(group.Key), group => (long)group.Count(), cancellationToken);
    }

    private static string Lower<T>(T value)
        where T : Enum => value.ToString().ToLowerInvariant();
}
