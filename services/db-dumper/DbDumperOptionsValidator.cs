using Microsoft.Extensions.Options;

namespace Holdfast.DbDumper;

/// <summary>Reports every wrong setting of <see cref="DbDumperOptions"/> at once.</summary>
internal sealed class DbDumperOptionsValidator : IValidateOptions<DbDumperOptions>
{
    public ValidateOptionsResult Validate(string? name, DbDumperOptions options)
    {
        (bool Good, string Problem)[] rules =
        [
            (options.Commands is >= 1 and <= 500, $"DbDumper:Commands is {options.Commands}, but must be 1 to 500."),
            (options.Slots is >= 1 and <= 64, $"DbDumper:Slots is {options.Slots}, but must be 1 to 64."),
            (options.RestoreJobs is >= 1 and <= 64, $"DbDumper:RestoreJobs is {options.RestoreJobs}, but must be 1 to 64."),
            (options.SnapshotLifetime > TimeSpan.Zero, "DbDumper:SnapshotLifetime must be longer than nothing."),
            (options.LockWait > TimeSpan.Zero, "DbDumper:LockWait must be longer than nothing."),
            (options.EndConnectionsWait > TimeSpan.Zero, "DbDumper:EndConnectionsWait must be longer than nothing."),
        ];
        var problems = rules.Where(rule => !rule.Good).Select(rule => rule.Problem).ToArray();
        return problems.Length > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
