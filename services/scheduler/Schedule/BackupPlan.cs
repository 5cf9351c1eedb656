using Holdfast.Hosting.Backups;

namespace Holdfast.Scheduler.Schedule;

/// <summary>When the next regular backup is due. Begins anew whenever the schedule changes.</summary>
/// <param name="now">Nothing before this instant is due.</param>
internal sealed class BackupPlan(DateTimeOffset now)
{
    private (bool Enabled, string Frequency, string Zone, TimeSpan Jitter) _followed;
    private DateTimeOffset _after = now;

    /// <summary>Null while nothing is due ever.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>Plans by these settings.</summary>
    public void Follow(BackupOptions settings, DateTimeOffset now)
    {
        var wanted = (settings.EnableRegularBackups, settings.BackupFrequency, settings.TimeZone, settings.Jitter);
        if (wanted == _followed)
        {
            return;
        }

        _after = _followed == default ? _after : now; // what was missed under another schedule is nobody's wish any more
        _followed = wanted;
        Plan();
    }

    /// <summary>The backup that was due has been requested; all other times up to now are made up for by it.</summary>
    public void Done(DateTimeOffset now)
    {
        _after = now;
        Plan();
    }

    private void Plan()
    {
        Due = _followed.Enabled && CronSchedule.TryParse(_followed.Frequency, out var schedule)
            && schedule.Next(_after, BackupOptions.Zone(_followed.Zone)) is { } next
                ? next + (_followed.Jitter * Random.Shared.NextDouble())
                : null;
    }
}
