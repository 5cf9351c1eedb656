using Holdfast.State.Database;
using Holdfast.State.Verifications;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Uploader.Verifications;

/// <summary>Takes verifications from the state database, and tells there how far they are.</summary>
internal sealed class VerificationRows(TimeProvider clock, IDbContextFactory<HoldfastDb>? dbs = null)
{
    /// <summary>Times a verification is begun before it is given up: whatever ends the process each time must not do so for ever.</summary>
    public const int MostAttempts = 3;

    /// <summary>An uploader that was not heard of for so long has lost it.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(1);

    /// <summary>Whether this process has the state database.</summary>
    public bool AreThere => dbs is not null;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes the next one.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<Verification?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        var lost = Now - LostAfter;
        var row = await db.Verifications.Where(row => row.EndedAt == null && (row.HeardAt == null || row.HeardAt < lost))
            .OrderBy(row => row.RequestedAt).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        row.Version++;
        if (row.CancelledBy is { } somebody)
        {
            (row.State, row.Error, row.EndedAt) = (VerificationState.Cancelled, $"cancelled by {somebody}", Now);
        }
        else if (row.Attempts >= MostAttempts)
        {
            (row.State, row.Error, row.EndedAt) = (VerificationState.Failed, $"the uploader ended {row.Attempts} times while it verified", Now);
        }
        else
        {
            (row.State, row.RunId, row.HeardAt, row.Attempts) = (VerificationState.Running, Guid.NewGuid(), Now, row.Attempts + 1);
            (row.StartedAt, row.DoneBytes, row.TotalBytes) = (row.StartedAt ?? Now, 0, null);
        }

        await db.SaveChangesAsync(cancellationToken);
        return row.EndedAt is null ? row : null;
    }

    /// <summary>Gives a sign of life.</summary>
    /// <returns>Why to stop: somebody cancelled it, or another uploader has it. Null to go on.</returns>
    public async Task<StopReason?> TellAsync(Verification taken, VerificationProgress progress, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        var (now, done, total) = (Now, progress.DoneBytes, progress.TotalBytes);
        var told = await Own(db, taken).ExecuteUpdateAsync(
            row => row.SetProperty(it => it.HeardAt, now).SetProperty(it => it.DoneBytes, done).SetProperty(it => it.TotalBytes, total), cancellationToken);
        if (told == 0)
        {
            return StopReason.Lost;
        }

        return await Own(db, taken).AnyAsync(row => row.CancelledBy != null, cancellationToken) ? StopReason.Cancelled : null;
    }

    /// <summary>Gives it back: the process stops, and this try does not count.</summary>
    public async Task GiveBackAsync(Verification taken, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        await Own(db, taken).ExecuteUpdateAsync(
            row => row.SetProperty(it => it.HeardAt, (DateTime?)null).SetProperty(it => it.Attempts, it => it.Attempts - 1), cancellationToken);
    }

    /// <summary>Writes down how it ended; nothing when another uploader has it.</summary>
    public async Task EndAsync(Verification taken, VerificationOutcome outcome, VerificationProgress progress, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        if (await Own(db, taken).SingleOrDefaultAsync(cancellationToken) is not { } row)
        {
            return;
        }

        row.Version++;
        (row.State, row.EndedAt, row.DoneBytes, row.TotalBytes) = (outcome.State, Now, progress.DoneBytes, progress.TotalBytes);
        row.Error = outcome.State == VerificationState.Cancelled ? $"cancelled by {row.CancelledBy}" : outcome.Error;
        (row.Problems, row.ProblemCount) = ([.. outcome.Problems.Take(Verification.MostProblems)], outcome.Problems.Count);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static IQueryable<Verification> Own(HoldfastDb db, Verification taken) =>
        db.Verifications.Where(row => row.Id == taken.Id && row.RunId == taken.RunId && row.EndedAt == null);

    private Task<HoldfastDb> OpenAsync(CancellationToken cancellationToken) =>
        dbs!.CreateDbContextAsync(cancellationToken);
}
