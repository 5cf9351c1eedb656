using Holdfast.Api.Descriptions;
using Holdfast.Hosting.Platform;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using Holdfast.State.Schedule;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Schedule;

/// <summary>When the next regular backup, verification and drill are due, and what came of the last backups.</summary>
internal static class ScheduleEndpoints
{
    private const int Shown = 50;

    public static void MapSchedule(this IEndpointRouteBuilder api) => api.MapGet("/schedule", GetAsync).Describe(ScheduleDescriptions.Get);

    private static async Task<IResult> GetAsync(
        HoldfastDb db, SettingsReader settings, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        var (name, options) = (platform.Value.Namespace, await settings.BackupAsync(cancellationToken));
        var row = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(row => row.Namespace == name, cancellationToken);
        var last = await db.ScheduledBackups.AsNoTracking().Where(one => one.Namespace == name)
            .OrderByDescending(one => one.RequestedAt).Take(Shown).ToListAsync(cancellationToken);
        var checks = await db.CheckSchedules.AsNoTracking().Where(check => check.Namespace == name).ToDictionaryAsync(check => check.Kind, cancellationToken);
        return Results.Json(new ScheduleAnswer
        {
            Namespace = name,
            Enabled = options.EnableRegularBackups,
            Frequency = options.BackupFrequency,
            TimeZone = options.TimeZone,
            Next = options.EnableRegularBackups ? row?.RunAt : null,
            Verification = Check(CheckKind.Verification, options.VerificationFrequency),
            Drill = Check(CheckKind.Drill, options.DrillFrequency),
            Requested =
            [
                .. last.Select(one => new ScheduledBackupAnswer
                {
                    Reason = one.Reason,
                    Due = one.DueAt,
                    RequestedAt = one.RequestedAt,
                    MadeUpFor = one.Missed,
                    Outcome = one.Outcome.ToString().ToLowerInvariant(),
                    Timestamp = one.Timestamp,
                    Message = one.Detail,
                }),
            ],
        });

        ScheduledCheckAnswer? Check(CheckKind kind, string frequency) =>
            frequency.Length == 0 ? null : new ScheduledCheckAnswer { Frequency = frequency, Next = checks.GetValueOrDefault(kind)?.DueAt };
    }
}
