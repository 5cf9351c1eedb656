using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Backups;

/// <summary>Checks the section <c>Backup</c>.</summary>
internal sealed class BackupOptionsValidator : IValidateOptions<BackupOptions>
{
    public ValidateOptionsResult Validate(string? name, BackupOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(BackupOptions options)
    {
        if (!CronSchedule.TryParse(options.BackupFrequency, out _))
        {
            yield return $"Backup:backupFrequency '{options.BackupFrequency}' is not {CronSchedule.Expected}.";
        }

        foreach (var (name, text) in new[] { ("verificationFrequency", options.VerificationFrequency), ("drillFrequency", options.DrillFrequency) })
        {
            if (text.Length > 0 && !CronSchedule.TryParse(text, out _))
            {
                yield return $"Backup:{name} '{text}' is not {CronSchedule.Expected}.";
            }
        }

        if (options.BackupRetentionCount < 1)
        {
            yield return $"Backup:backupRetentionCount {options.BackupRetentionCount} must be at least 1.";
        }

        (string Name, int Count)[] periods =
        [
            ("keepDaily", options.KeepDaily), ("keepWeekly", options.KeepWeekly), ("keepMonthly", options.KeepMonthly), ("keepYearly", options.KeepYearly),
        ];
        foreach (var (name, count) in periods.Where(period => period.Count < 0))
        {
            yield return $"Backup:{name} {count} must not be negative.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            yield return $"Backup:timeZone '{options.TimeZone}' is not a time zone that this machine knows, such as UTC or Europe/Berlin.";
        }

        if (options.Jitter < TimeSpan.Zero || options.Jitter > TimeSpan.FromHours(12))
        {
            yield return $"Backup:jitter {options.Jitter} must be 0 to 12 hours.";
        }

        if (options.OverdueAfter < TimeSpan.Zero || options.OverdueAfter > TimeSpan.FromDays(7))
        {
            yield return $"Backup:overdueAfter {options.OverdueAfter} must be 0 to 7 days.";
        }
    }
}
