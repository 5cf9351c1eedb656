using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Auditing;

/// <summary>Checks the section <c>Audit</c>.</summary>
internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) => OptionsRegistration.Result(
    [
        .. from schedule in new[] { ("ueventsSchedule", options.UeventsSchedule), ("ueventsGCSchedule", options.UeventsGCSchedule) }
           where !CronSchedule.TryParse(schedule.Item2, out _)
           select $"Audit:{schedule.Item1} '{schedule.Item2}' is not {CronSchedule.Expected}.",
        .. options.KeepDays < 1 ? [$"Audit:keepDays {options.KeepDays} must be at least 1."] : Array.Empty<string>(),
        .. options.KeepStoredDays != 0 && options.KeepStoredDays < options.KeepDays
            ? [$"Audit:keepStoredDays {options.KeepStoredDays} must be 0, for ever, or at least Audit:keepDays ({options.KeepDays})."]
            : Array.Empty<string>(),
    ]);
}
