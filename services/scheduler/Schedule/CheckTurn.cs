using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Backups;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Schedule;
using Holdfast.State.Verifications;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Schedule;

/// <summary>One look at when the newest backup is to be verified and restored on trial, in one transaction: what is due is requested by one of all schedulers.</summary>
internal sealed class CheckTurn(HoldfastDb db, BackupQueries backups, IPublishEndpoint bus, TimeProvider clock)
{
    private const string Requester = "schedule";

    /// <summary>Looks.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="settings">As they hold now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was requested, and of which backup.</returns>
    /// <exception cref="DbUpdateException">Another scheduler was quicker: look again.</exception>
    public async Task<IReadOnlyList<(CheckKind Kind, string Timestamp)>> LookAsync(string name, BackupOptions settings, CancellationToken cancellationToken)
    {
        var requested = new List<(CheckKind, string)>();
        foreach (var (kind, frequency) in new[] { (CheckKind.Verification, settings.VerificationFrequency), (CheckKind.Drill, settings.DrillFrequency) })
        {
            if (await FollowAsync(name, kind, frequency, settings.TimeZone, cancellationToken) is not { } row || row.DueAt > clock.GetUtcNow().UtcDateTime)
            {
                continue;
            }

            var newest = (await backups.LatestSuccessAsync(name, cancellationToken))?.Timestamp;
            if (newest is not null && await IsBusyAsync(name, kind, cancellationToken))
            {
                continue; // it waits for its turn
            }

            Plan(row, frequency, settings.TimeZone);
            if (newest is not null)
            {
                await RequestAsync(name, kind, newest, cancellationToken);
                requested.Add((kind, newest));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return requested;
    }

    /// <returns>The row, planned by these settings; null when there is no plan.</returns>
    private async Task<CheckSchedule?> FollowAsync(string name, CheckKind kind, string frequency, string zone, CancellationToken cancellationToken)
    {
        var row = await db.CheckSchedules.FindAsync([name, kind], cancellationToken);
        var plan = frequency.Length == 0 ? "" : $"{frequency} in {zone}";
        if (row is null)
        {
            if (plan.Length == 0)
            {
                return null;
            }

            row = new CheckSchedule { Namespace = name, Kind = kind };
            db.Add(row);
        }

        if (row.Plan != plan)
        {
            (row.Plan, row.PlannedSince) = (plan, clock.GetUtcNow().UtcDateTime);
            Plan(row, frequency, zone);
        }

        row.PlannedSince ??= clock.GetUtcNow().UtcDateTime;
        return row.DueAt is null ? null : row;
    }

    /// <summary>What was missed meanwhile is made up for by the one that is due.</summary>
    private void Plan(CheckSchedule row, string frequency, string zone)
    {
        row.Version++;
        row.DueAt = CronSchedule.TryParse(frequency, out var schedule) ? schedule.Next(clock.GetUtcNow(), BackupOptions.Zone(zone))?.UtcDateTime : null;
    }

    private Task<bool> IsBusyAsync(string name, CheckKind kind, CancellationToken cancellationToken) => kind == CheckKind.Drill
        ? db.Locks.AnyAsync(row => row.Namespace == name && row.OperationId != null, cancellationToken)
        : db.Verifications.AnyAsync(row => row.Namespace == name && row.EndedAt == null, cancellationToken);

    private async Task RequestAsync(string name, CheckKind kind, string timestamp, CancellationToken cancellationToken)
    {
        if (kind == CheckKind.Drill)
        {
            await bus.Publish(
                new RestoreRequested { OperationId = Guid.NewGuid(), Namespace = name, Timestamp = timestamp, DryRun = true, Drill = true, RequestedBy = Requester }, cancellationToken);
            return;
        }

        db.Add(Verification.Wanted(name, timestamp, VerificationDepth.Full, Requester, clock.GetUtcNow()));
    }
}
