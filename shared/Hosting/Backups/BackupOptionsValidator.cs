using Cronos;
using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Backups;

/// <summary>Checks the section <c>Backup</c>.</summary>
internal sealed class BackupOptionsValidator : IValidateOptions<BackupOptions>
{
    public ValidateOptionsResult Validate(string? name, BackupOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(BackupOptions options)
    {
        if (!CronExpression.TryParse(options.BackupFrequency, CronFormat.IncludeSeconds, out _))
        {
            yield return $"Backup:backupFrequency '{options.BackupFrequency}' is not a cron expression of six fields, such as '0 0 0 * * *'.";
        }

        if (options.BackupRetentionCount < 1)
        {
            yield return $"Backup:backupRetentionCount {options.BackupRetentionCount} must be at least 1.";
        }
    }
}
