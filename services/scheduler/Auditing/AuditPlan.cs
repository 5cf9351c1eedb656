using Holdfast.Hosting.Auditing;
using Holdfast.Hosting.Backups;
using Holdfast.State.Auditing;

namespace Holdfast.Scheduler.Auditing;

/// <summary>Keeps the row that says when the audit log is stored and cleared next. Times missed while nothing ran are made up for at once, by one.</summary>
internal static class AuditPlan
{
    /// <summary>Plans by these settings, anew when they have changed.</summary>
    public static void Follow(AuditSchedule row, AuditOptions settings, TimeZoneInfo zone, DateTimeOffset now)
    {
        var plan = $"{(settings.EnableUserEvents ? settings.UeventsSchedule : "never")}; {(settings.DisableUeventsGC ? "never" : settings.UeventsGCSchedule)} in {zone.Id}";
        if (row.Plan == plan)
        {
            return;
        }

        row.Plan = plan;
        PlanStore(row, settings, zone, now);
        PlanClear(row, settings, zone, now);
    }

    public static void PlanStore(AuditSchedule row, AuditOptions settings, TimeZoneInfo zone, DateTimeOffset now)
    {
        row.Version++;
        row.StoreAt = settings.EnableUserEvents ? Next(settings.UeventsSchedule, zone, now) : null;
    }

    public static void PlanClear(AuditSchedule row, AuditOptions settings, TimeZoneInfo zone, DateTimeOffset now)
    {
        row.Version++;
        row.ClearAt = settings.DisableUeventsGC ? null : Next(settings.UeventsGCSchedule, zone, now);
    }

    private static DateTime? Next(string text, TimeZoneInfo zone, DateTimeOffset now) =>
        CronSchedule.TryParse(text, out var schedule) ? schedule.Next(now, zone)?.UtcDateTime : null;
}
